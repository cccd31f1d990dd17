-- What privileged people did. The web API and the identity server write it, and whichever comes first makes it, so this file may run twice.
select pg_advisory_xact_lock(5855317840317001);

do $make$ begin
if to_regclass('audit.entries') is not null then
    return;
end if;

create schema if not exists audit;

create table audit.entries (
    id uuid constraint pk_entries primary key,
    at timestamp with time zone not null,
    actor character varying(32) not null constraint ck_entries_actor check (actor in ('Person', 'ApiKey', 'Server') and (actor = 'Server') = (actor_id is null)),
    actor_id uuid,
    acting_for_id uuid,
    vendor_id uuid,
    action character varying(60) not null,
    subject_kind character varying(20) not null,
    subject_id character varying(100) not null,
    before character varying(2000),
    after character varying(2000),
    reason character varying(500),
    place character varying(60),
    trace_id character varying(64)
);
create index ix_entries_at on audit.entries (at, id);
create index ix_entries_vendor_id on audit.entries (vendor_id, at, id) where vendor_id is not null;
create index ix_entries_actor_id on audit.entries (actor_id, at, id);
create index ix_entries_acting_for_id on audit.entries (acting_for_id, at, id) where acting_for_id is not null;
create index ix_entries_subject on audit.entries (subject_kind, subject_id, at);

-- One link for each entry, made when its transaction ends: its hash covers the entry and the link before. The head says where the chain
-- ends, so that its last link cannot go unnoticed; its row is the lock behind which writers come one after the other.
create table audit.links (
    number bigint constraint pk_links primary key,
    entry_id uuid not null constraint uq_links_entry unique,
    previous bytea not null constraint uq_links_previous unique,
    hash bytea not null
);
create table audit.head (
    is_one boolean constraint pk_head primary key default true constraint ck_head_one check (is_one),
    number bigint not null,
    hash bytea not null
);
insert into audit.head (number, hash) values (0, sha256('marketplace audit'));

create function audit.hash_of(previous bytea, number bigint, entry audit.entries) returns bytea language sql stable as $$
    select sha256(previous || convert_to(jsonb_build_array(
        number, entry.id, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.actor, entry.actor_id, entry.acting_for_id, entry.vendor_id,
        entry.action, entry.subject_kind, entry.subject_id, entry.before, entry.after, entry.reason, entry.place, entry.trace_id)::text, 'UTF8'))
$$;

create function audit.link() returns trigger language plpgsql as $$
declare
    last audit.head;
    made bytea;
begin
    select * into last from audit.head for update;
    made := audit.hash_of(last.hash, last.number + 1, new);
    insert into audit.links (number, entry_id, previous, hash) values (last.number + 1, new.id, last.hash, made);
    update audit.head set number = last.number + 1, hash = made;
    return null;
end $$;
create constraint trigger link after insert on audit.entries deferrable initially deferred for each row execute function audit.link();

create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception 'audit.% only grows', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger only_grows before update or delete on audit.entries for each row execute function audit.refuse();
create trigger is_never_emptied before truncate on audit.entries execute function audit.refuse();
create trigger only_grows before update or delete on audit.links for each row execute function audit.refuse();
create trigger is_never_emptied before truncate on audit.links execute function audit.refuse();
create trigger stays before delete on audit.head for each row execute function audit.refuse();
create trigger is_never_emptied before truncate on audit.head execute function audit.refuse();
create trigger only_grows before update on audit.head for each row when (new.number <> old.number + 1) execute function audit.refuse();

end $make$;
