-- An administrator has opened the account; its owner chooses what opens it, by a link in a mail that works once.
CREATE TABLE identity.account_invitations (
    user_id uuid PRIMARY KEY REFERENCES identity.users (id) ON DELETE CASCADE,
    hash bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX ix_account_invitations_hash ON identity.account_invitations (hash);

-- Since when nobody need show this person the first steps any more: all were done, or they were put away. Whoever is here already was never asked.
ALTER TABLE identity.users ADD first_steps_ended_at timestamptz;
UPDATE identity.users SET first_steps_ended_at = now();

-- For the marketplace, which knows the other steps.
CREATE VIEW identity.first_steps AS
SELECT u.id AS user_id, EXISTS (SELECT 1 FROM identity.user_passkeys p WHERE p.user_id = u.id) AS has_passkey, u.first_steps_ended_at IS NOT NULL AS is_over FROM identity.users u;
