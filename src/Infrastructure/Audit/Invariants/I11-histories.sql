-- I-11 Every history is a path of its state machine
-- No state without the one that leads to it, none skipped, none after the end; and the last is what the record says.

-- check: a part's state is in its history
select p.id::text, format('%s is not in the history', p.state)
from orders.vendor_orders p where not exists (select 1 from orders.history h where h.vendor_order_id = p.id and h.state = p.state);

-- check: each state of a part follows one that leads to it
with leads(before, after) as (values
    ('Pending', 'Confirmed'), ('Confirmed', 'Preparing'), ('Preparing', 'Ready'), ('Preparing', 'OutForDelivery'), ('Ready', 'OutForDelivery'),
    ('Ready', 'Delivered'), ('OutForDelivery', 'Delivered'), ('Pending', 'Cancelled'), ('Confirmed', 'Cancelled'), ('Preparing', 'Cancelled'), ('Ready', 'Cancelled'),
    ('OutForDelivery', 'Failed'), ('Failed', 'Returned'), ('Failed', 'Cancelled'))
select h.vendor_order_id::text, format('%s at %s follows nothing', h.state, h.at)
from orders.history h
where h.state <> 'Pending' and not exists (
    select 1 from orders.history b join leads l on l.before = b.state and l.after = h.state where b.vendor_order_id = h.vendor_order_id and b.at <= h.at);

-- check: no state of a part twice, and nothing after the end
select h.vendor_order_id::text, format('%s twice', h.state) from orders.history h group by h.vendor_order_id, h.state having count(*) > 1
union all
select e.vendor_order_id::text, format('%s after %s', h.state, e.state)
from orders.history e join orders.history h on h.vendor_order_id = e.vendor_order_id
where e.state in ('Delivered', 'Cancelled', 'Returned') and h.state <> e.state and h.at > e.at;

-- check: the order follows from its parts
with parts as (select order_id, array_agg(distinct state) as states from orders.vendor_orders group by order_id),
follows as (
    select order_id, case
        when states <@ array['Delivered', 'Cancelled', 'Failed', 'Returned']::varchar[] then case
            when states = array['Delivered']::varchar[] then 'Delivered' when 'Delivered' = any(states) then 'PartiallyCancelled'
            when 'Failed' = any(states) then 'Failed' when 'Returned' = any(states) then 'Returned' else 'Cancelled' end
        when 'Delivered' = any(states) then 'PartiallyDelivered' when 'OutForDelivery' = any(states) then 'OutForDelivery'
        when states && array['Preparing', 'Ready']::varchar[] then 'Preparing' when 'Confirmed' = any(states) then 'Confirmed' else 'Pending' end as state
    from parts)
select o.id::text, format('%s, its parts say %s', o.state, f.state) from orders.orders o join follows f on f.order_id = o.id where o.state <> f.state;

-- check: a delivery's state is in its history
select d.id::text, format('%s is not in the history', d.state)
from deliveries.deliveries d where not exists (select 1 from deliveries.steps s where s.delivery_id = d.id and s.state = d.state);

-- check: each state of a delivery follows one that leads to it
with leads(before, after) as (values
    ('Searching', 'Offered'), ('Offered', 'Offered'), ('Offered', 'Searching'), ('Searching', 'Assigned'), ('Offered', 'Assigned'), ('Assigned', 'Assigned'), ('Assigned', 'PickedUp'),
    ('PickedUp', 'InTransit'), ('InTransit', 'Delivered'), ('PickedUp', 'Failed'), ('InTransit', 'Failed'), ('Failed', 'Returning'), ('Failed', 'Returned'), ('Returning', 'Returned'),
    ('Failed', 'Lost'), ('Returning', 'Lost'),
    ('Searching', 'Cancelled'), ('Offered', 'Cancelled'), ('Assigned', 'Cancelled')),
steps as (select s.*, row_number() over (partition by delivery_id order by at, id) = 1 as is_first from deliveries.steps s)
select h.delivery_id::text, format('%s at %s follows nothing', h.state, h.at)
from steps h
where not h.is_first and h.state <> 'Searching' and not exists (
    select 1 from deliveries.steps b join leads l on l.before = b.state and l.after = h.state where b.delivery_id = h.delivery_id and b.id <> h.id and b.at <= h.at);

-- check: a delivered ride and its part agree
select d.id::text, format('the ride is %s, the part %s', d.state, p.state)
from deliveries.deliveries d join orders.vendor_orders p on p.id = d.vendor_order_id
where d.ended_at < $1 - $2 and ((d.state = 'Delivered') <> (p.state = 'Delivered') or (d.state = 'Returned' and p.state <> 'Returned') or (d.state = 'Lost' and p.state <> 'Cancelled'));
