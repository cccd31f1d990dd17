-- I-6 Amounts add up
-- Lines make parts, parts make the order, the order is what is paid: exactly, in minor units.

-- check: lines make the goods of a part
select p.id::text, format('goods %s, lines %s', p.goods_amount, coalesce(l.total, 0))
from orders.vendor_orders p left join (select vendor_order_id, sum(total_amount) as total from orders.lines group by vendor_order_id) l on l.vendor_order_id = p.id
where p.goods_amount <> coalesce(l.total, 0);

-- check: quantity × price makes a line
select id::text, format('%s × %s is not %s', quantity, unit_price_amount, total_amount) from orders.lines where total_amount <> quantity * unit_price_amount;

-- check: a part's total is goods, delivery, fee and, where it comes on top, tax
select p.id::text, format('total %s, sum %s', p.total_amount, p.goods_amount + p.delivery_fee_amount + p.platform_fee_amount + case when o.price_includes_tax then 0 else p.tax_amount end)
from orders.vendor_orders p join orders.orders o on o.id = p.order_id
where p.total_amount <> p.goods_amount + p.delivery_fee_amount + p.platform_fee_amount + case when o.price_includes_tax then 0 else p.tax_amount end;

-- check: a part's tax covers its lines' taxes
select p.id::text, format('tax %s, lines %s', p.tax_amount, l.tax)
from orders.vendor_orders p join (select vendor_order_id, sum(tax_amount) as tax from orders.lines group by vendor_order_id) l on l.vendor_order_id = p.id
where p.tax_amount < l.tax;

-- check: parts make the order
select o.id::text, format('total %s, parts %s', o.total_amount, p.total)
from orders.orders o
join (select order_id, sum(goods_amount) as goods, sum(delivery_fee_amount) as delivery, sum(platform_fee_amount) as fee, sum(tax_amount) as tax, sum(total_amount) as total
      from orders.vendor_orders group by order_id) p on p.order_id = o.id
where (o.goods_amount, o.delivery_amount, o.platform_fee_amount, o.tax_amount, o.total_amount) is distinct from (p.goods, p.delivery, p.fee, p.tax, p.total);

-- check: the payment asks for the order's total
select o.id::text, format('total %s, payment %s', o.total_amount, y.amount_amount)
from orders.orders o join payments.payments y on y.order_id = o.id where y.amount_amount <> o.total_amount;

-- check: a completed payment captured all of it
select y.id::text, format('asked for %s, captured %s', y.amount_amount, y.captured_amount)
from payments.payments y where y.state = 'Completed' and y.captured_amount <> y.amount_amount;

-- check: the commission is the frozen rate of the goods
select p.id::text, format('%s %% of %s is not %s', p.commission_percent, p.goods_amount, p.commission_amount)
from orders.vendor_orders p where abs(p.commission_amount - p.goods_amount * p.commission_percent / 100) > 0.005;

-- check: one currency to an order
select p.id::text, format('%s in an order in %s', p.total_currency, o.total_currency)
from orders.vendor_orders p join orders.orders o on o.id = p.order_id where p.total_currency <> o.total_currency;
