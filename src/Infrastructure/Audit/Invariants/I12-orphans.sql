-- I-12 Nothing is left hanging
-- No deadline has passed unheeded, and no record stands without those it belongs to.

-- check: an order has parts, a part lines, an order a payment
select o.id::text, 'an order without parts' from orders.orders o where not exists (select 1 from orders.vendor_orders p where p.order_id = o.id)
union all
select p.id::text, 'a part without lines' from orders.vendor_orders p where not exists (select 1 from orders.lines l where l.vendor_order_id = p.id)
union all
select o.id::text, 'an order without a payment' from orders.orders o where not exists (select 1 from payments.payments y where y.order_id = o.id);

-- check: a part's history is its own order's
select h.id::text, 'a step of a part of another order' from orders.history h join orders.vendor_orders p on p.id = h.vendor_order_id where p.order_id <> h.order_id;

-- check: a delivery belongs to a part that is delivered
select d.id::text, 'a delivery without its part' from deliveries.deliveries d left join orders.vendor_orders p on p.id = d.vendor_order_id
where p.id is null or p.order_id <> d.order_id or p.method <> 'Delivery';

-- check: an accepted part to be delivered has a delivery
select p.id::text, format('%s since %s without a delivery', p.state, p.accepted_at) from orders.vendor_orders p
where p.method = 'Delivery' and p.state in ('Preparing', 'Ready', 'OutForDelivery') and p.accepted_at < $1 - $2
and not exists (select 1 from deliveries.deliveries d where d.vendor_order_id = p.id);

-- check: an order does not wait for its payment for ever
select id::text, format('to be paid by %s', pay_by) from orders.orders where state = 'Pending' and pay_by < $1 - $2;

-- check: a shop does not answer late
select id::text, format('answer by %s', answer_by) from orders.vendor_orders where state = 'Confirmed' and answer_by < $1 - $2;

-- check: an offer does not outlive its deadline
select id::text, format('open until %s', expires_at) from deliveries.offers where answer = 'Open' and expires_at < $1 - $2;

-- check: a reservation belongs to a part of its order
select r.order_id::text, 'a reservation without its part' from inventory.reservations r
left join orders.vendor_orders p on p.id = r.vendor_order_id and p.order_id = r.order_id where p.id is null;
