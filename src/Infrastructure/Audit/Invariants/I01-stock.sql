-- I-1 Stock is the sum of its movements
-- What is on the shelf is what came and went; what is reserved is what open reservations hold; never more is reserved than there is.

-- check: on hand = movements
select s.variant_id::text, format('on hand %s, movements say %s', s.on_hand, coalesce(m.units, 0))
from inventory.stock_items s left join (select variant_id, sum(change) as units from inventory.movements group by variant_id) m using (variant_id)
where s.on_hand <> coalesce(m.units, 0);

-- check: reserved = movements of reservations
select s.variant_id::text, format('reserved %s, movements say %s', s.reserved, coalesce(m.units, 0))
from inventory.stock_items s left join (select variant_id, sum(reserved_change) as units from inventory.movements group by variant_id) m using (variant_id)
where s.reserved <> coalesce(m.units, 0);

-- check: reserved = open reservations
select s.variant_id::text, format('reserved %s, open reservations hold %s', s.reserved, coalesce(r.units, 0))
from inventory.stock_items s
left join (select variant_id, sum(quantity) as units from inventory.reservations where state = 'Open' group by variant_id) r using (variant_id)
where s.reserved <> coalesce(r.units, 0);

-- check: 0 ≤ reserved ≤ on hand
select variant_id::text, format('reserved %s of %s', reserved, on_hand) from inventory.stock_items where reserved < 0 or reserved > on_hand;

-- check: the last movement tells what is there
select s.variant_id::text, format('on hand %s, the last movement left %s', s.on_hand, m.on_hand_after)
from inventory.stock_items s
join lateral (select on_hand_after from inventory.movements where variant_id = s.variant_id order by id desc limit 1) m on true
where s.on_hand <> m.on_hand_after;
