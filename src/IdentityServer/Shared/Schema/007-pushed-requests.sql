-- Authorization requests that clients sent beforehand (RFC 9126), each under the hash of its reference.
CREATE TABLE identity.pushed_requests (
    hash bytea NOT NULL,
    client_id character varying(100) NOT NULL,
    query text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    CONSTRAINT pk_pushed_requests PRIMARY KEY (hash),
    CONSTRAINT fk_pushed_requests_clients_client_id FOREIGN KEY (client_id) REFERENCES identity.clients (id) ON DELETE CASCADE
);
CREATE INDEX ix_pushed_requests_expires_at ON identity.pushed_requests (expires_at);
CREATE INDEX ix_pushed_requests_client_id ON identity.pushed_requests (client_id);
