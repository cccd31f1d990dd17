-- Six digits that were mailed to somebody, one for each purpose. Only a slow hash of them is kept.
CREATE TABLE identity.mail_codes (
    user_id uuid NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
    purpose text NOT NULL,
    recipient text NOT NULL,
    hash text NOT NULL,
    tries int NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, purpose)
);
CREATE INDEX ix_mail_codes_expires_at ON identity.mail_codes (expires_at);
