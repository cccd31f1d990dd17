-- A phone can stand in for a mail address. As long as nobody has proved to hold it, it is a number to call, and opens nothing.
ALTER TABLE identity.users ALTER email DROP NOT NULL;
ALTER TABLE identity.users ALTER normalized_email DROP NOT NULL;
ALTER TABLE identity.users ADD CONSTRAINT ck_users_email CHECK ((email IS NULL) = (normalized_email IS NULL));
ALTER TABLE identity.users ADD CONSTRAINT ck_users_address CHECK (email IS NOT NULL OR (phone_number IS NOT NULL AND phone_number_confirmed));
CREATE UNIQUE INDEX ix_users_phone ON identity.users (phone_number) WHERE phone_number_confirmed;

-- Codes go to phones too, and to addresses that have no account yet: then the holder is a hash of the address.
ALTER TABLE identity.mail_codes RENAME TO address_codes;
ALTER TABLE identity.address_codes RENAME user_id TO holder_id;
ALTER TABLE identity.address_codes DROP CONSTRAINT mail_codes_user_id_fkey;
ALTER INDEX identity.ix_mail_codes_expires_at RENAME TO ix_address_codes_expires_at;

-- What an account was reached by before, for who can take the change back.
CREATE TABLE identity.address_changes (
    hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
    old_address text NOT NULL,
    changed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ix_address_changes_user_id ON identity.address_changes (user_id);
CREATE INDEX ix_address_changes_expires_at ON identity.address_changes (expires_at);

-- Since when somebody else signs a person in here.
ALTER TABLE identity.user_logins ADD linked_at timestamptz NOT NULL DEFAULT now();
