-- What somebody typed to open an account, until a code shows that the mailbox is theirs. The key is in a cookie of the browser in which it was typed.
CREATE TABLE identity.registrations (
    hash bytea PRIMARY KEY,
    user_id uuid NOT NULL,
    full_name character varying(100) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(20),
    password_hash text NOT NULL,
    terms int,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ix_registrations_expires_at ON identity.registrations (expires_at);
