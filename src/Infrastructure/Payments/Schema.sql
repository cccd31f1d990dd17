alter table payments.payments
    add constraint ck_payments_captured check (captured_amount >= 0 and waived_amount >= 0 and captured_amount + waived_amount <= amount_amount);

alter table payments.refunds
    add constraint ck_refunds_amount check (amount_amount > 0),
    add constraint ck_refunds_cause check ((vendor_order_id is null) <> (attempt is null));

-- Never more back than came in, whoever writes: checked when the transaction ends.
create function payments.check_refunded() returns trigger language plpgsql as $$
begin
    if (select coalesce(sum(r.amount_amount), 0) from payments.refunds r where r.payment_id = new.payment_id and r.attempt is null)
        > (select p.captured_amount from payments.payments p where p.id = new.payment_id) then
        raise exception 'refunds of payment % exceed what was captured', new.payment_id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger refunds_within_captured after insert or update on payments.refunds
    deferrable initially deferred for each row execute function payments.check_refunded();
