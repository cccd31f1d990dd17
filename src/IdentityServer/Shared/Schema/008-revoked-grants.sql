-- Grants that ended before their time, for the APIs: the access tokens of such a grant are refused though they have not expired.
-- Written by the database itself, so that no way to end one is forgotten: signing out, theft, a withdrawn consent, a deleted account.
CREATE TABLE identity.revoked_grants (
    grant_id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ix_revoked_grants_at ON identity.revoked_grants (at);

CREATE FUNCTION identity.note_revoked_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO identity.revoked_grants (grant_id) VALUES (OLD.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER note_revoked AFTER UPDATE OF revoked_at ON identity.grants FOR EACH ROW
    WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION identity.note_revoked_grant();
CREATE TRIGGER note_deleted AFTER DELETE ON identity.grants FOR EACH ROW
    WHEN (OLD.revoked_at IS NULL) EXECUTE FUNCTION identity.note_revoked_grant();
