-- SKUs are unique within a shop. Checked at the end of the transaction, so that two variants may swap theirs.
alter table catalog.variants add constraint uq_variants_vendor_id_sku unique (vendor_id, sku) deferrable initially deferred;

-- Words are compared without accents and by their English stems.
create text search configuration catalog.words (copy = pg_catalog.english);
alter text search configuration catalog.words alter mapping for hword, hword_part, word with unaccent, english_stem;

alter table catalog.products add column search tsvector not null default '';
create index ix_products_search on catalog.products using gin (search);
create index ix_products_name_trgm on catalog.products using gin (name gin_trgm_ops);
create index ix_products_newest on catalog.products (published_at desc, id) where state = 'Published' and is_active and not is_hidden;
create index ix_products_trending on catalog.products (sold_count desc, id) where state = 'Published' and is_active and not is_hidden;

-- Name first, then brand, category and tags, then the description.
create function catalog.search_of(p catalog.products) returns tsvector language sql stable as $$
    select setweight(to_tsvector('catalog.words', p.name), 'A')
        || setweight(to_tsvector('catalog.words', concat_ws(' ',
               (select b.name from catalog.brands b where b.id = p.brand_id),
               (select concat_ws(' ', c.name, parent.name) from catalog.categories c left join catalog.categories parent on parent.id = c.parent_id where c.id = p.category_id),
               array_to_string(p.tags, ' '))), 'B')
        || setweight(to_tsvector('catalog.words', p.description), 'C')
$$;

create function catalog.set_search() returns trigger language plpgsql as $$
begin
    new.search := catalog.search_of(new);
    return new;
end $$;

create trigger products_search before insert or update of name, description, tags, brand_id, category_id on catalog.products
    for each row execute function catalog.set_search();

create function catalog.search_again() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'brands' then
        update catalog.products p set search = catalog.search_of(p) where p.brand_id = new.id;
    else
        update catalog.products p set search = catalog.search_of(p)
        where p.category_id in (select c.id from catalog.categories c where c.id = new.id or c.parent_id = new.id);
    end if;
    return null;
end $$;

create trigger brands_search after update of name on catalog.brands
    for each row when (old.name is distinct from new.name) execute function catalog.search_again();
create trigger categories_search after update of name, parent_id on catalog.categories
    for each row when (old.name is distinct from new.name or old.parent_id is distinct from new.parent_id) execute function catalog.search_again();

-- Products whose names resemble what was typed, for texts that match no word.
create function catalog.close_names(typed text) returns table (id uuid, rank float8) language sql stable rows 20
    set pg_trgm.word_similarity_threshold = 0.4 as $$
    select p.id, word_similarity(typed, p.name)::float8 from catalog.products p where typed <% p.name order by 2 desc limit 200
$$;
