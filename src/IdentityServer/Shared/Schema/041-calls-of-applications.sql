-- What an application asked of the API, by day. The hosts of the API add to it.
ALTER TABLE identity.client_days ADD COLUMN calls bigint NOT NULL DEFAULT 0;
