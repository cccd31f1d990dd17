-- What a person needs to know a sign-in by: words for the browser, and the network without its last part. Nothing else of it is kept.
ALTER TABLE identity.sessions ADD started_at timestamptz;
UPDATE identity.sessions SET started_at = authenticated_at;
ALTER TABLE identity.sessions ALTER started_at SET NOT NULL;
ALTER TABLE identity.sessions ADD device character varying(60) NOT NULL DEFAULT '';
ALTER TABLE identity.sessions ADD network character varying(45) NOT NULL DEFAULT '';

-- Browsers in which somebody has signed in before, by the hash of a cookie that stays when the person signs out.
CREATE TABLE identity.known_devices (
    user_id uuid NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
    hash bytea NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, hash)
);
CREATE INDEX ix_known_devices_seen_at ON identity.known_devices (seen_at);
