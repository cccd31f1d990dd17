-- I-9 One rider to a delivery, one delivery to a rider
-- At most one offer is accepted, and a rider holds no more deliveries than they can carry.

-- check: one accepted offer to a delivery
select delivery_id::text, format('%s offers are accepted', count(*)) from deliveries.offers where answer = 'Accepted' group by delivery_id having count(*) > 1;

-- check: one active delivery to a rider
select rider_id::text, format('%s active deliveries', count(*)) from deliveries.deliveries
where state in ('Assigned', 'PickedUp', 'InTransit', 'Failed', 'Returning') group by rider_id having count(*) > 1;

-- check: under way only with a rider
select id::text, state from deliveries.deliveries where state in ('Assigned', 'PickedUp', 'InTransit', 'Delivered', 'Failed', 'Returning', 'Returned', 'Lost') and rider_id is null;
