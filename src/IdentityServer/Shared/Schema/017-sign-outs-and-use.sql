-- Applications of others: whether their requests must be sent beforehand, and where they are told that somebody has signed out.
ALTER TABLE identity.clients ADD requires_push boolean NOT NULL DEFAULT false;
ALTER TABLE identity.clients ADD backchannel_logout_uri character varying(500);

-- One that runs on a server may act as itself, where that makes sense.
UPDATE identity.clients SET grants = array_append(grants, 'client_credentials')
WHERE NOT is_first_party AND owner_id IS NOT NULL AND authentication <> 'None' AND NOT ('client_credentials' = ANY (grants));

-- Sign-outs of which an application is still to be told.
CREATE TABLE identity.logout_messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    client_id character varying(100) NOT NULL REFERENCES identity.clients (id) ON DELETE CASCADE,
    user_id uuid NOT NULL,
    session_id character varying(64) NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL,
    UNIQUE (client_id, session_id)
);
CREATE INDEX ix_logout_messages_next_at ON identity.logout_messages (next_at);

-- Written by the database itself, so that no way to end a sign-in is forgotten. A sign-in that goes on under another id has not ended; when
-- it does, applications hear the ids under which they may know it.
CREATE FUNCTION identity.note_sign_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO identity.logout_messages (client_id, user_id, session_id, next_at)
    SELECT DISTINCT c.id, NEW.user_id, s.id, NEW.ended_at
    FROM identity.grants g
    JOIN identity.clients c ON c.id = g.client_id AND c.is_enabled AND c.backchannel_logout_uri IS NOT NULL
    JOIN identity.sessions s ON (s.id = NEW.id OR s.replaced_by = NEW.id) AND s.authenticated_at <= g.created_at
    WHERE g.session_id = NEW.id AND 'openid' = ANY (g.scopes) AND (g.revoked_at IS NULL OR g.revoked_at >= NEW.ended_at)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER note_sign_out AFTER UPDATE OF ended_at ON identity.sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION identity.note_sign_out();

-- How much an application asks for, by day.
CREATE TABLE identity.client_days (
    client_id character varying(100) NOT NULL REFERENCES identity.clients (id) ON DELETE CASCADE,
    day date NOT NULL,
    tokens bigint NOT NULL DEFAULT 0,
    refusals bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (client_id, day)
);
