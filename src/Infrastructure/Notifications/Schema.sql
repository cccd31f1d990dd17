-- The proof of who agreed to what is added to and never changed, also when the account goes: what stays has a number and no name.
create function notifications.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'What was decided about marketing is not changed.' using errcode = 'restrict_violation';
end $$;

create trigger keep before update or delete on notifications.marketing_decisions for each row execute function notifications.refuse_change();
