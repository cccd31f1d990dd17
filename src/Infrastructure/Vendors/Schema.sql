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
