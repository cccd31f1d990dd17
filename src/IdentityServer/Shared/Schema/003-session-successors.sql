-- Who signs in again gets a session under another id; what belonged to the old one belongs to its successor.
ALTER TABLE identity.sessions ADD COLUMN replaced_by character varying(64);
CREATE INDEX ix_sessions_replaced_by ON identity.sessions (replaced_by);
