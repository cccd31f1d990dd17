-- A rider works one shift at a time. Who only waits may wait for several.
alter table deliveries.shift_riders
    add constraint ck_shift_riders_time check (starts_at < ends_at),
    add constraint ex_shift_riders_rider_id_time exclude using gist (rider_id with =, tstzrange(starts_at, ends_at) with &&) where (not is_waiting);

-- No more riders in places than there are places. Looked at when the transaction ends, behind the shift's lock: two who take the last
-- place come one after the other, and the second one is refused.
create function deliveries.keep_places() returns trigger language plpgsql as $$
declare
    there integer;
begin
    select places into there from deliveries.shifts where id = new.shift_id for no key update; -- a rider who is put in holds a key share of the shift
    if there < (select count(*) from deliveries.shift_riders where shift_id = new.shift_id and not is_waiting) then
        raise exception 'All places of this shift are taken.' using errcode = 'check_violation', constraint = 'ck_shift_riders_places', table = 'shift_riders', schema = 'deliveries';
    end if;
    return null;
end $$;

create constraint trigger keep_places after insert or update on deliveries.shift_riders deferrable initially deferred
    for each row when (not new.is_waiting) execute function deliveries.keep_places();

create function deliveries.keep_taken_places() returns trigger language plpgsql as $$
begin
    if new.places < (select count(*) from deliveries.shift_riders where shift_id = new.id and not is_waiting) then
        raise exception 'More places of this shift are taken.' using errcode = 'check_violation', constraint = 'ck_shift_riders_places', table = 'shifts', schema = 'deliveries';
    end if;
    return null;
end $$;

create constraint trigger keep_taken_places after update of places on deliveries.shifts deferrable initially deferred
    for each row when (new.places < old.places) execute function deliveries.keep_taken_places();
