-- Where people look for people: one text, found by any part of it.
alter table people.profiles
    add column search text generated always as (lower(coalesce(username, '') || ' ' || name || ' ' || location || ' ' || bio)) stored,
    add constraint ck_profiles_username check ((username is null) = (username_key is null) and username_key = lower(username)),
    add constraint ck_profiles_position check ((latitude is null) = (longitude is null) and abs(latitude) <= 90 and abs(longitude) <= 180);
create index ix_profiles_search on people.profiles using gin (search gin_trgm_ops);

alter table people.person_follows add constraint ck_person_follows_other check (user_id <> followed_id);
alter table people.blocks add constraint ck_blocks_other check (user_id <> blocked_id);

-- Who was blocked sees nobody there, and neither does who blocked. Everything that shows people asks this.
create function people.may_see(profile people.profiles, viewer uuid) returns boolean language sql stable as $$
    select profile.username_key is not null
        and not exists (select 1 from people.blocks b where (b.user_id = profile.user_id and b.blocked_id = viewer) or (b.user_id = viewer and b.blocked_id = profile.user_id))
        and (profile.user_id = viewer or profile.shown_to = 'Everyone'
            or (profile.shown_to = 'Followed' and exists (select 1 from people.person_follows f where f.user_id = profile.user_id and f.followed_id = viewer)))
$$;
