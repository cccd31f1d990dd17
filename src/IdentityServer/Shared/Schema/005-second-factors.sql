-- What an authenticator app and we know together, wrapped by Data Protection. Not confirmed: begun, and without effect.
CREATE TABLE identity.second_factors (
    user_id uuid PRIMARY KEY REFERENCES identity.users (id) ON DELETE CASCADE,
    wrapped_secret bytea NOT NULL,
    begun_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step bigint NOT NULL DEFAULT 0
);

-- For the day on which the phone is lost. Only their hashes are kept.
CREATE TABLE identity.recovery_codes (
    user_id uuid NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
    hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, hash)
);

ALTER TABLE identity.users ADD second_factor_due_at timestamptz;

ALTER TABLE identity.authorization_codes ADD method character varying(20) NOT NULL DEFAULT 'pwd';
ALTER TABLE identity.grants ADD method character varying(20) NOT NULL DEFAULT 'pwd';
