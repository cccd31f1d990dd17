-- The picture of an application of others. In the database, so that every node serves it and it goes with its application.
ALTER TABLE identity.clients ADD logo_id uuid;

CREATE TABLE identity.client_logos (
    id uuid NOT NULL,
    client_id character varying(100) NOT NULL,
    content bytea NOT NULL,
    media_type character varying(20) NOT NULL,
    CONSTRAINT pk_client_logos PRIMARY KEY (id),
    CONSTRAINT fk_client_logos_clients_client_id FOREIGN KEY (client_id) REFERENCES identity.clients (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_client_logos_client_id ON identity.client_logos (client_id);
