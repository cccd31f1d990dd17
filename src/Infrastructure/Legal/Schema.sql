-- What was published, and who agreed to it, is added to and never changed, also when the account goes: what stays has a number and no name.
create function legal.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'What was published or agreed to is not changed.' using errcode = 'restrict_violation';
end $$;

create trigger keep before update or delete on legal.versions for each row execute function legal.refuse_change();
create trigger keep before update or delete on legal.agreements for each row execute function legal.refuse_change();
