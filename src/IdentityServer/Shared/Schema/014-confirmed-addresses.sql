-- Which address an account has proven to be its own: invitations to work for a shop are good for that one only.
CREATE VIEW identity.confirmed_addresses AS
SELECT u.id AS user_id, lower(u.email) AS email FROM identity.users u WHERE u.email IS NOT NULL AND u.email_confirmed AND u.disabled_at IS NULL;
