-- I-19 Taxes are the rate of what they are on
-- A line's tax is its frozen rate of its amount, half to even in minor units; a part's tax beyond its lines' is that of its fees. (There is one currency, so nothing is converted.)

-- check: a line's tax is its rate of its total
with minor as (
    select l.id, l.tax_rate, l.total_amount, l.tax_amount, l.total_currency, l.tax_currency,
           case when l.tax_currency in ('JPY', 'KRW', 'VND', 'CLP', 'ISK', 'UGX') then 1 when l.tax_currency in ('KWD', 'BHD', 'OMR', 'JOD', 'TND', 'IQD') then 0.001 else 0.01 end as unit,
           l.total_amount * l.tax_rate / (100 + case when o.price_includes_tax then l.tax_rate else 0 end) as exact
    from orders.lines l join orders.vendor_orders p on p.id = l.vendor_order_id join orders.orders o on o.id = p.order_id)
select id::text, format('%s %% of %s %s is %s, not %s %s', tax_rate, total_amount, total_currency, round(exact, 6), tax_amount, tax_currency) from minor
where tax_currency <> total_currency or mod(tax_amount, unit) <> 0
or abs(tax_amount - exact) > unit / 2
or (abs(tax_amount - exact) = unit / 2 and mod(tax_amount / unit, 2) <> 0);

-- check: a part's other tax is that of its fees
select p.id::text, format('%s beyond its lines, on fees of %s', p.tax_amount - l.tax, p.delivery_fee_amount + p.platform_fee_amount)
from orders.vendor_orders p join (select vendor_order_id, sum(tax_amount) as tax from orders.lines group by vendor_order_id) l on l.vendor_order_id = p.id
where p.tax_amount - l.tax not between 0 and p.delivery_fee_amount + p.platform_fee_amount;
