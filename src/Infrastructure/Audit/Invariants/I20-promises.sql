-- I-20 No promise without goods, no goods without a promise
-- Every line of a confirmed part has its units taken from the shelf, every cancelled one has given them back.

-- check: the units of each line are held as its part's state wants it
with wanted as (
    select p.order_id, p.id as part_id, p.state, p.ended_at, l.variant_id, sum(l.quantity) as quantity
    from orders.vendor_orders p join orders.lines l on l.vendor_order_id = p.id group by p.order_id, p.id, p.state, p.ended_at, l.variant_id)
select w.part_id::text, format('%s of %s in a part that is %s: the reservation is %s', w.quantity, w.variant_id, w.state, coalesce(r.state || ' for ' || r.quantity, 'missing'))
from wanted w left join inventory.reservations r on r.order_id = w.order_id and r.variant_id = w.variant_id
where r.state is null or r.quantity <> w.quantity or r.vendor_order_id <> w.part_id or case w.state
    when 'Pending' then r.state = 'Committed'
    when 'Cancelled' then r.state <> 'Released' and w.ended_at < $1 - $2
    when 'Failed' then false
    when 'Returned' then false
    else r.state <> 'Committed' end;

-- check: nothing is held for what nobody ordered
select r.order_id::text, format('%s of %s', r.quantity, r.variant_id) from inventory.reservations r
where r.state <> 'Released' and not exists (
    select 1 from orders.lines l where l.vendor_order_id = r.vendor_order_id and l.variant_id = r.variant_id);
