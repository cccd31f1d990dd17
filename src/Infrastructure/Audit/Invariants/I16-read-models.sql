-- I-16 What is kept ready to be read is what it was made of
-- Search texts, stars and sold counts are copies that make lists quick: each equals what its sources say now. (Caches live in the hosts and end with the event that changes them.)

-- check: a product is found by its own words
select p.id::text, 'its search text was made of other words' from catalog.products p where p.search is distinct from catalog.search_of(p);

-- check: a product's stars are its lines' stars
select p.id::text, format('%s stars of %s people, its lines say %s of %s', p.rating_sum, p.rating_count, coalesce(l.stars, 0), coalesce(l.people, 0))
from catalog.products p
left join (select product_id, sum(stars) as stars, count(stars) as people from orders.lines group by product_id) l on l.product_id = p.id
where (p.rating_sum, p.rating_count) is distinct from (coalesce(l.stars, 0), coalesce(l.people, 0))
and not exists (select 1 from shared.outbox m where m.delivered_at is null and m.type like '%.OrderLineRated' and m.payload ->> 'productId' = p.id::text);

-- check: a shop's stars are its lines' stars
select v.id::text, format('%s stars of %s people, its lines say %s of %s', v.rating_sum, v.rating_count, coalesce(l.stars, 0), coalesce(l.people, 0))
from vendors.vendors v
left join (select p.vendor_id, sum(l.stars) as stars, count(l.stars) as people
           from orders.lines l join orders.vendor_orders p on p.id = l.vendor_order_id group by p.vendor_id) l on l.vendor_id = v.id
where (v.rating_sum, v.rating_count) is distinct from (coalesce(l.stars, 0), coalesce(l.people, 0))
and not exists (select 1 from shared.outbox m where m.delivered_at is null and m.type like '%.OrderLineRated' and m.payload ->> 'vendorId' = v.id::text);

-- check: what was sold of a product is what was handed over
select p.id::text, format('%s sold, %s handed over', p.sold_count, coalesce(l.units, 0))
from catalog.products p
left join (select l.product_id, sum(l.quantity) as units
           from orders.lines l join orders.vendor_orders o on o.id = l.vendor_order_id where o.state = 'Delivered' group by l.product_id) l on l.product_id = p.id
where p.sold_count <> coalesce(l.units, 0);
