-- I-15 Cash is taken for what is handed over, and for nothing else
-- What was taken in is what was handed over, what is not due any more is what was given up, and riders took what their parcels cost.

-- check: cash taken and cash given up are the parts that say so
with parts as (
    select order_id, sum(case when state = 'Delivered' then total_amount else 0 end) as handed_over,
        sum(case when state in ('Cancelled', 'Failed', 'Returned') then total_amount else 0 end) as given_up
    from orders.vendor_orders group by order_id)
select y.id::text, format('%s taken, %s handed over; %s waived, %s given up', y.captured_amount, p.handed_over, y.waived_amount, p.given_up)
from payments.payments y join parts p on p.order_id = y.order_id
where y.method = 'CashOnDelivery' and (y.captured_amount, y.waived_amount) is distinct from (p.handed_over, p.given_up);

-- check: cash is due as long as something is to be handed over
select y.id::text, format('%s, %s of %s are open', y.state, y.amount_amount - y.captured_amount - y.waived_amount, y.amount_amount)
from payments.payments y
where y.method = 'CashOnDelivery' and y.state <> case
    when y.captured_amount + y.waived_amount < y.amount_amount then 'CashDue' when y.captured_amount > 0 then 'CashCollected' else 'Cancelled' end;

-- check: nothing paid otherwise has cash to it
select y.id::text, format('%s paid by %s', y.state, y.method)
from payments.payments y
where y.method <> 'CashOnDelivery' and (y.waived_amount <> 0 or y.state in ('CashDue', 'CashCollected', 'Cancelled'));

-- check: cash is collected in full or not at all
select id::text, format('%s of %s collected, %s', cash_collected_amount, cash_to_collect_amount, state) from deliveries.deliveries
where cash_collected_amount not in (0, cash_to_collect_amount) or (state = 'Delivered' and cash_collected_amount <> cash_to_collect_amount);

-- check: a rider collects what the part costs
select d.id::text, format('%s to collect for a part of %s paid by %s', d.cash_to_collect_amount, p.total_amount, y.method)
from deliveries.deliveries d join orders.vendor_orders p on p.id = d.vendor_order_id join payments.payments y on y.order_id = p.order_id
where d.cash_to_collect_amount <> case when y.method = 'CashOnDelivery' then p.total_amount else 0 end;
