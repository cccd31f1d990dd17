-- What holds whatever the code does: amounts add up, and a part's state says what is known of it.
alter table orders.lines
    add constraint ck_lines_quantity check (quantity > 0),
    add constraint ck_lines_total check (total_amount = unit_price_amount * quantity),
    add constraint ck_lines_stars check (stars between 1 and 5);

alter table orders.vendor_orders
    add constraint ck_vendor_orders_amounts check (
        goods_amount >= 0 and delivery_fee_amount >= 0 and rider_fee_amount >= 0 and platform_fee_amount >= 0 and tax_amount >= 0 and commission_amount >= 0),
    add constraint ck_vendor_orders_total check (
        total_amount in (goods_amount + delivery_fee_amount + platform_fee_amount, goods_amount + delivery_fee_amount + platform_fee_amount + tax_amount)),
    add constraint ck_vendor_orders_cancelled check ((state = 'Cancelled') = (cancel_cause is not null)),
    add constraint ck_vendor_orders_window check (arrives_to >= arrives_from);

alter table orders.orders
    add constraint ck_orders_total check (
        total_amount in (goods_amount + delivery_amount + platform_fee_amount, goods_amount + delivery_amount + platform_fee_amount + tax_amount)),
    add constraint ck_orders_owner check (customer_id is not null or access_token_hash is not null);

-- By which a guest's orders are found when the guest asks for what is stored of them.
create index ix_orders_guest_email on orders.orders (lower(contact_email)) where customer_id is null;
