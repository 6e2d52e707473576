-- Cables that others refer to and the warehouse does not hold: one row a missing cable, most cited first.
--
-- cable_id | | the missing cable
-- year | year | year of its id
-- station | | the post that sent it, as in ids
-- origin | | the same as the Department names it; null for a post not in the reference table
-- serial | | its serial number
-- n_citing | cables | cables that refer to it
-- citing_cables | | these cables with the letter of the reference, joined by ';': 06MOSCOW1 (A)
-- last_cited_at | UTC | the latest of them
--
-- stored: yes
with pairs as (
    select
        r.referenced_cable_id as cable_id,
        r.cable_id as citing,
        min(coalesce(' (' || r.bullet || ')', '')) as letter
    from cable_references as r
    anti join cables as held on held.cable_id = r.referenced_cable_id
    where r.referenced_cable_id is not null
    group by r.referenced_cable_id, r.cable_id
),

missing as (
    select
        p.cable_id,
        count(*)::integer as n_citing,
        array_to_string(list_sort(list(p.citing || p.letter)), ';') as citing_cables,
        max(c.created_at) as last_cited_at
    from pairs as p
    left join cables as c on c.cable_id = p.citing
    group by p.cable_id
),

parts as (
    select
        *,
        substring(cable_id, 1, 2)::integer as two_digits,
        regexp_extract(cable_id, '^[0-9]{2}([A-Z]+)', 1) as station,
        try_cast(regexp_extract(cable_id, '([0-9]+)$', 1) as integer) as serial
    from missing
)

select
    m.cable_id,
    -- the cables run from 1966 to 2010
    m.two_digits + case when m.two_digits >= 60 then 1900 else 2000 end as year,
    m.station,
    p.name as origin,
    m.serial,
    m.n_citing,
    m.citing_cables,
    m.last_cited_at
from parts as m
left join posts as p on p.station = m.station
order by m.n_citing desc, m.cable_id
