-- I-7 Captured money belongs to a live order or goes back
-- Within a quarter of an hour nothing that was paid is left without a shop that works for it.

-- check: a paid order is confirmed
select o.id::text, format('paid, and still %s', o.state)
from payments.payments y join orders.orders o on o.id = y.order_id
where y.state = 'Completed' and o.state = 'Pending' and y.created_at < $1 - $2;

-- check: a cancelled part of a paid order is refunded
select p.id::text, format('cancelled, %s was paid, refund %s', p.total_amount, coalesce(r.state || ' ' || r.amount_amount, 'none'))
from orders.vendor_orders p
join payments.payments y on y.order_id = p.order_id and y.state = 'Completed'
left join payments.refunds r on r.vendor_order_id = p.id
where p.state = 'Cancelled' and p.total_amount > 0 and p.ended_at < $1 - $2
and (r.id is null or r.state <> 'Completed' or r.amount_amount <> p.total_amount);

-- check: a returned part of a paid order is refunded
select p.id::text, format('back at the shop, %s was paid, refund %s', p.total_amount, coalesce(r.state || ' ' || r.amount_amount, 'none'))
from orders.vendor_orders p
join payments.payments y on y.order_id = p.order_id and y.state = 'Completed'
left join payments.refunds r on r.vendor_order_id = p.id
where p.state = 'Returned' and p.total_amount > 0 and p.ended_at < $1 - $2
and (r.id is null or r.state <> 'Completed' or r.amount_amount <> p.total_amount);

-- check: a captured attempt is kept or refunded
select a.id::text, format('captured, the payment is %s', y.state)
from payments.attempts a join payments.payments y on y.id = a.payment_id
where a.state = 'Captured' and y.state <> 'Completed' and a.at < $1 - $2
and not exists (select 1 from payments.refunds r where r.attempt = a.id);

-- check: a refund does not wait
select r.id::text, format('refund of %s asked for at %s', r.amount_amount, r.requested_at)
from payments.refunds r where r.state = 'Requested' and r.requested_at < $1 - $2;
