-- How often cables are referred to by others, most often first: one row a cable referred to.
--
-- cable_id | | the cable referred to
-- n_citing | cables | cables that refer to it
-- in_warehouse | | true when cables holds it
-- created_at | UTC | when it was sent; null when not held
-- origin | | the post that sent it; null when not held
-- subject | | its subject line; null when not held
--
-- stored: yes
with cited as (
    select referenced_cable_id as cable_id, count(*)::integer as n_citing
    from (
        select distinct referenced_cable_id, cable_id
        from cable_references
        -- a cable that names itself, as corrected copies do, is not cited by another
        where referenced_cable_id <> cable_id
    )
    group by referenced_cable_id
)

select
    n.cable_id,
    n.n_citing,
    c.cable_id is not null as in_warehouse,
    c.created_at,
    c.origin,
    c.subject
from cited as n
left join cables as c on c.cable_id = n.cable_id
order by n.n_citing desc, n.cable_id
