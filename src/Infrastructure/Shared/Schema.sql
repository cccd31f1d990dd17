-- Wakes the relays of all nodes. One notification for a statement, whatever it inserts.
create function shared.notify_outbox() returns trigger language plpgsql as $$
begin
    perform pg_notify('outbox', '');
    return null;
end $$;

create trigger outbox_inserted after insert on shared.outbox
    for each statement execute function shared.notify_outbox();

create index ix_outbox_next_attempt on shared.outbox (next_attempt_at) where delivered_at is null and next_attempt_at is not null;
create index ix_outbox_delivered_at on shared.outbox (delivered_at) where delivered_at is not null;

-- Analysed in a quiet moment, the column says that nothing ever waits, and the planner walks over all that does to find one stream.
alter table shared.outbox alter column delivered_at set statistics 0;
