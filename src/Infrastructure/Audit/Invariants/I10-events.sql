-- I-10 Every event is delivered, once
-- Nothing waits in the outbox, nothing is parked, and no consumer has a message twice.

-- check: nothing waits
select id::text, format('%s of %s, %s attempts, %s', case when name = '' then type else name end, occurred_at, attempts, coalesce(error, 'no error'))
from shared.outbox where delivered_at is null and occurred_at < $1 - $2;

-- check: nothing is parked
select f.message_id::text, format('%s gave up after %s attempts: %s', f.consumer, f.attempts, left(f.error, 200)) from shared.outbox_failures f where f.parked_at is not null;

-- check: once for each consumer
select message_id::text, format('%s has it %s times', consumer, count(*)) from shared.inbox group by message_id, consumer having count(*) > 1;
