ALTER TABLE identity.user_passkeys ADD last_used_at timestamptz;

-- Challenges that have been answered. The challenge itself lies sealed in the browser's cookie, and is good for five minutes.
CREATE UNLOGGED TABLE identity.spent_challenges (
    hash bytea PRIMARY KEY,
    spent_at timestamptz NOT NULL
);
CREATE INDEX ix_spent_challenges_spent_at ON identity.spent_challenges (spent_at);
