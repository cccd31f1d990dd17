-- I-18 Expired reservations are released
-- A minute after its deadline nothing is held any more.

-- check: none is open after its deadline
select order_id::text, format('%s of %s held until %s', quantity, variant_id, deadline)
from inventory.reservations where state = 'Open' and deadline < $1 - $2;
