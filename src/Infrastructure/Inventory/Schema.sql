alter table inventory.stock_items
    add constraint ck_stock_items_reserved check (reserved between 0 and on_hand);

alter table inventory.reservations
    add constraint ck_reservations_quantity check (quantity > 0);

alter table inventory.stock_items set (fillfactor = 80);
