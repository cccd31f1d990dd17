-- What was noted before there was one log for all.
INSERT INTO audit.entries (id, at, actor, actor_id, action, subject_kind, subject_id, reason)
SELECT id, at, CASE WHEN actor_id IS NULL THEN 'Server' ELSE 'Person' END, actor_id, 'account.' || action, 'account', user_id::text, nullif(left(detail, 500), '')
FROM identity.account_changes ORDER BY at, id;
DROP TABLE identity.account_changes;
DROP FUNCTION identity.refuse_change();

INSERT INTO audit.entries (id, at, actor, actor_id, action, subject_kind, subject_id, after)
SELECT id, at, 'Person', actor_id, 'application.' || action, 'application', client_id, nullif(left(detail, 2000), '')
FROM identity.client_changes ORDER BY at, id;
DROP TABLE identity.client_changes;
