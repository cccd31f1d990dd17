-- Somebody of support looks at a person's pages as that person: for a reason, for a while, in one browser, which is that of the sign-in.
CREATE TABLE identity.actings (
    id uuid PRIMARY KEY,
    actor_id uuid NOT NULL,
    user_id uuid NOT NULL,
    session_id character varying(64) NOT NULL,
    reason character varying(500) NOT NULL,
    started_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT ck_actings_other CHECK (actor_id <> user_id)
);
CREATE UNIQUE INDEX ix_actings_open ON identity.actings (session_id) WHERE ended_at IS NULL;
CREATE INDEX ix_actings_user_id ON identity.actings (user_id, started_at);
CREATE INDEX ix_actings_actor_id ON identity.actings (actor_id) WHERE ended_at IS NULL;

ALTER TABLE identity.authorization_codes ADD acting_id uuid;
ALTER TABLE identity.grants ADD acting_id uuid;
CREATE INDEX ix_grants_acting_id ON identity.grants (acting_id);
