-- A shop has an owner at every moment. Looked at when the transaction ends, behind the shop's lock: two owners who leave at the same
-- time come one after the other, and the second one sees that it is the last.
create function vendors.keep_an_owner() returns trigger language plpgsql as $$
begin
    perform 1 from vendors.vendors where id = old.vendor_id for update;
    if found and not exists (select 1 from vendors.members where vendor_id = old.vendor_id and role = 'Owner') then
        raise exception 'A shop has an owner at every moment.' using errcode = 'check_violation', constraint = 'ck_members_owner', table = 'members', schema = 'vendors';
    end if;
    return null;
end $$;

create constraint trigger keep_an_owner after update or delete on vendors.members deferrable initially deferred
    for each row when (old.role = 'Owner') execute function vendors.keep_an_owner();

alter table vendors.members
    add constraint ck_members_role check (role in ('Owner', 'Manager', 'Catalogue', 'Orders', 'Finance', 'Chat'));

alter table vendors.invitations
    add constraint ck_invitations_role check (role in ('Manager', 'Catalogue', 'Orders', 'Finance', 'Chat')),
    add constraint ck_invitations_key check (length(key_hash) = 32),
    add constraint ck_invitations_answered check ((state = 'Open') = (answered_at is null));

-- What happened to a team is added to and never changed. Only an invited address is taken out, with the account that it belonged to.
create function vendors.refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        old.email := new.email;
        if new.email is null and new is not distinct from old then
            return new;
        end if;
    end if;
    raise exception 'Records of a team are not changed.' using errcode = 'restrict_violation';
end $$;

create trigger keep before update or delete on vendors.team_records for each row execute function vendors.refuse_change();
