-- I-5 The gateway and we tell the same of every payment
-- Captures and refunds match one to one, with the same amounts; never more goes back than came in; an order is paid once.

-- check: what the sandbox captured, we know
select p.reference::text, format('the sandbox captured %s %s for attempt %s', p.amount, p.currency, p.reference)
from sandbox.payments p left join payments.attempts a on a.id = p.reference
where p.outcome = 'captured' and p.decided_at < $1 - $2 and a.state is distinct from 'Captured';

-- check: what we hold captured, the sandbox captured
select a.id::text, format('attempt %s at the gateway as %s', a.state, a.gateway_id)
from payments.attempts a left join sandbox.payments p on p.reference = a.id
where a.state = 'Captured' and a.gateway_id like 'pay\_%' and (p.outcome is distinct from 'captured' or p.decided_at > $1);

-- check: captured what was asked for
select p.reference::text, format('asked for %s, the sandbox has %s', y.amount_amount, p.amount)
from sandbox.payments p join payments.attempts a on a.id = p.reference join payments.payments y on y.id = a.payment_id
where p.amount <> y.amount_amount or p.currency <> y.amount_currency;

-- check: refunded ≤ captured ≤ asked for
select y.id::text, format('asked for %s, captured %s, refunded %s', y.amount_amount, y.captured_amount, coalesce(r.amount, 0))
from payments.payments y
left join (select payment_id, sum(amount_amount) as amount from payments.refunds where attempt is null group by payment_id) r on r.payment_id = y.id
where y.captured_amount > y.amount_amount or coalesce(r.amount, 0) > y.captured_amount;

-- check: an order is paid once
select a.payment_id::text, format('%s captured attempts are kept', count(*))
from payments.attempts a
where a.state = 'Captured' and not exists (select 1 from payments.refunds r where r.attempt = a.id)
group by a.payment_id having count(*) > 1;

-- check: our refunds reached the sandbox
select r.id::text, format('refund of %s, the sandbox has %s', r.amount_amount, coalesce(s.amount::text, 'none'))
from payments.refunds r left join sandbox.refunds s on s.idempotency_key = r.id
where r.state = 'Completed' and r.gateway_refund_id not like 'demo%' and (s.id is null or s.amount <> r.amount_amount);

-- check: the sandbox refunded nothing on its own
select s.id, format('the sandbox refunded %s', s.amount)
from sandbox.refunds s left join payments.refunds r on r.id = s.idempotency_key where r.id is null;
