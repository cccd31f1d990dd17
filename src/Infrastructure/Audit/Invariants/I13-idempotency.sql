-- I-13 A key has one effect and one answer
-- What is stored as answered is complete, and no caller has a key twice.

-- check: one request to a key
select min(id::text), format('%s requests of one caller with one key', count(*)) from shared.idempotency_keys group by caller, key having count(*) > 1;

-- check: an answer is whole
select id::text, 'a stored answer lacks a part' from shared.idempotency_keys
where (status is null) <> (completed_at is null) or (status is not null and (headers is null or body is null)) or status >= 500;

-- check: a mail goes out once for a cause and recipient
select min(id::text), format('%s mails for one cause and recipient', count(*)) from notifications.mails group by cause, recipient having count(*) > 1;
