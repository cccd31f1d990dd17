-- I-21 The audit log is whole
-- Every entry is as it was written, none is missing, and each is chained to the one before. Who could write a whole new chain is found by comparing its end with one that was noted elsewhere.

-- check: an entry is as it was written
select e.id::text, format('entry %s was changed', l.number) from audit.links l join audit.entries e on e.id = l.entry_id
where l.hash <> audit.hash_of(l.previous, l.number, e);

-- check: no entry is missing
select l.entry_id::text, format('entry %s is gone', l.number) from audit.links l where not exists (select 1 from audit.entries e where e.id = l.entry_id);

-- check: every entry is chained
select e.id::text, 'the entry stands outside the chain' from audit.entries e where not exists (select 1 from audit.links l where l.entry_id = e.id);

-- check: each link follows the one before
select l.entry_id::text, format('link %s does not follow the one before', l.number)
from (select *, lag(number, 1, 0::bigint) over (order by number) as before, lag(hash, 1, sha256('marketplace audit')) over (order by number) as hash_before from audit.links) l
where l.number <> l.before + 1 or l.previous <> l.hash_before;

-- check: the chain ends where it says
select h.number::text, 'the last link is not the one that was made last'
from (select true as one) it left join audit.head h on true left join audit.links l on l.number = h.number
where h.number is null or (h.number > 0 and h.hash is distinct from l.hash) or h.number <> (select coalesce(max(number), 0) from audit.links);
