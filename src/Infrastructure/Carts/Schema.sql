alter table carts.items
    add constraint ck_items_quantity check (quantity > 0);

alter table carts.carts
    add constraint ck_carts_owner check ((user_id is null) <> (token_hash is null));
