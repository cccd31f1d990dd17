-- I-2 Nothing is sold that never came
-- Over its whole life no variant was sold more often than units came in.

-- check: sold ≤ received
with sold as (
    select r.variant_id, sum(r.quantity) as units from inventory.reservations r where r.state = 'Committed' group by r.variant_id),
received as (
    select variant_id, sum(change) as units from inventory.movements
    where reason not in ('Sold', 'Cancelled', 'Returned') and change > 0 group by variant_id)
select s.variant_id::text, format('%s sold, %s received', s.units, coalesce(r.units, 0))
from sold s left join received r using (variant_id) where s.units > coalesce(r.units, 0);
