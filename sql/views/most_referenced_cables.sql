-- How often cables are referred to by others, most often first: one row a cable referred to.
--
-- cable_id | | the cable referred to
-- n_citing | cables | cables that refer to it
-- in_warehouse | | true when cables holds it
-- created_at | UTC | when it was sent; null when not held
-- origin | | the post that sent it; null when not held
-- subject | | its subject line; null when not held
select
    r.referenced_cable_id as cable_id,
    count(distinct r.cable_id)::integer as n_citing,
    bool_or(c.cable_id is not null) as in_warehouse,
    any_value(c.created_at) as created_at,
    any_value(c.origin) as origin,
    any_value(c.subject) as subject
from cable_references as r
left join cables as c on c.cable_id = r.referenced_cable_id
where r.referenced_cable_id is not null
    -- a cable that names itself, as corrected copies do, is not cited by another
    and r.referenced_cable_id <> r.cable_id
group by r.referenced_cable_id
order by n_citing desc, r.referenced_cable_id
