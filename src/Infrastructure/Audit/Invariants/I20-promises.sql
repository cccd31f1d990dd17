-- I-20 No promise without goods, no goods without a promise
-- Every line of a confirmed part has its units taken from the shelf, every cancelled or returned one has given them back; what was lost is gone.

-- check: the units of each line are held as its part's state wants it
with wanted as (
    select p.order_id, p.id as part_id, p.state, p.cancel_cause, p.ended_at, l.variant_id, sum(l.quantity) as quantity
    from orders.vendor_orders p join orders.lines l on l.vendor_order_id = p.id group by p.order_id, p.id, p.state, p.cancel_cause, p.ended_at, l.variant_id)
select w.part_id::text, format('%s of %s in a part that is %s: the reservation is %s', w.quantity, w.variant_id, w.state, coalesce(r.state || ' for ' || r.quantity, 'missing'))
from wanted w left join inventory.reservations r on r.order_id = w.order_id and r.variant_id = w.variant_id
where r.state is null or r.quantity <> w.quantity or r.vendor_order_id <> w.part_id or case w.state
    when 'Pending' then r.state = 'Committed'
    when 'Cancelled' then r.state <> case when w.cancel_cause = 'Lost' then 'Committed' else 'Released' end and w.ended_at < $1 - $2
    when 'Returned' then false -- the next check
    else r.state <> 'Committed' end;

-- check: what came back is on the shelf again
with back as (
    select p.order_id, p.id as part_id, l.variant_id, sum(l.quantity) as quantity
    from orders.vendor_orders p join orders.lines l on l.vendor_order_id = p.id
    where p.state = 'Returned' and p.ended_at < $1 - $2 group by p.order_id, p.id, l.variant_id)
select b.part_id::text, format('%s of %s came back, %s went to the shelf, the reservation is %s', b.quantity, b.variant_id, coalesce(m.units, 0), coalesce(r.state, 'missing'))
from back b
left join inventory.reservations r on r.order_id = b.order_id and r.variant_id = b.variant_id
left join (select order_id, variant_id, sum(change) as units from inventory.movements where reason = 'Returned' group by order_id, variant_id) m
    on m.order_id = b.order_id and m.variant_id = b.variant_id
where r.state is distinct from 'Released' or m.units is distinct from b.quantity;

-- check: nothing is held for what nobody ordered
select r.order_id::text, format('%s of %s', r.quantity, r.variant_id) from inventory.reservations r
where r.state <> 'Released' and not exists (
    select 1 from orders.lines l where l.vendor_order_id = r.vendor_order_id and l.variant_id = r.variant_id);
