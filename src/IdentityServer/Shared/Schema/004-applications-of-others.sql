-- Applications of others: who made them, whom they may serve, and what people have allowed them.
ALTER TABLE identity.clients ADD COLUMN owner_id uuid CONSTRAINT fk_clients_users_owner_id REFERENCES identity.users (id) ON DELETE CASCADE;
ALTER TABLE identity.clients ADD COLUMN review character varying(10) NOT NULL DEFAULT 'None';
ALTER TABLE identity.clients ADD COLUMN review_note character varying(500);
CREATE INDEX ix_clients_owner_id ON identity.clients (owner_id);

CREATE TABLE identity.consents (
    user_id uuid NOT NULL,
    client_id character varying(100) NOT NULL,
    scopes text[] NOT NULL,
    given_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_consents PRIMARY KEY (user_id, client_id),
    CONSTRAINT fk_consents_clients_client_id FOREIGN KEY (client_id) REFERENCES identity.clients (id) ON DELETE CASCADE,
    CONSTRAINT fk_consents_users_user_id FOREIGN KEY (user_id) REFERENCES identity.users (id) ON DELETE CASCADE
);
CREATE INDEX ix_consents_client_id ON identity.consents (client_id);

-- No reference to the client: what was done to it stays when it is gone.
CREATE TABLE identity.client_changes (
    id uuid NOT NULL,
    client_id character varying(100) NOT NULL,
    actor_id uuid NOT NULL,
    action character varying(40) NOT NULL,
    detail text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_client_changes PRIMARY KEY (id)
);
CREATE INDEX ix_client_changes_client_id ON identity.client_changes (client_id);
