-- Cables that others refer to and the warehouse does not hold: one row a missing cable, most cited first.
--
-- cable_id | | the missing cable
-- year | year | year of its id
-- station | | the post that sent it, as in ids
-- origin | | the same as the Department names it; null for a post not in the reference table
-- serial | | its serial number
-- n_citing | cables | cables that refer to it
-- citing_cables | | these cables with the letter of the reference, joined by ';': 06MOSCOW1 (A)
-- first_cited_at | UTC | the earliest of them
-- last_cited_at | UTC | the latest of them
-- sent_after | UTC | when cable_before was sent; null where there is none
-- sent_before | UTC | when cable_after was sent, or first_cited_at where that is earlier
-- cable_before | | the held cable of that post and year with the next lower serial number
-- cable_after | | the held cable of that post and year with the next higher serial number
--
-- A post numbers its messages as it sends them. A held cable that was sent before the held one of the number below it,
-- or after the one above it, is no neighbour; nor are neighbours that contradict each other or the first citation.
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
        min(c.created_at) as first_cited_at,
        max(c.created_at) as last_cited_at
    from pairs as p
    left join cables as c on c.cable_id = p.citing
    group by p.cable_id
),

parts as (
    select
        *,
        substring(cable_id, 1, 2)::integer as two_digits,
        -- the cables run from 1966 to 2010
        two_digits + case when two_digits >= 60 then 1900 else 2000 end as year,
        regexp_extract(cable_id, '^[0-9]{2}([A-Z]+)', 1) as station,
        try_cast(regexp_extract(cable_id, '([0-9]+)$', 1) as integer) as serial
    from missing
),

in_order as (
    select cable_id, station, year, serial, created_at
    from cables
    where created_at is not null
    window by_serial as (partition by station, year order by serial)
    qualify coalesce(created_at >= lag(created_at) over by_serial, true)
        and coalesce(created_at <= lead(created_at) over by_serial, true)
),

between_neighbours as (
    select
        m.*,
        coalesce(b.created_at <= least(a.created_at, m.first_cited_at), true) as is_after_lower,
        coalesce(b.created_at <= a.created_at, true) as agree,
        b.cable_id as lower_id,
        b.created_at as lower_at,
        a.cable_id as higher_id,
        a.created_at as higher_at
    from parts as m
    asof left join in_order as b on b.station = m.station and b.year = m.year and m.serial > b.serial
    asof left join in_order as a on a.station = m.station and a.year = m.year and m.serial < a.serial
)

select
    m.cable_id,
    m.year,
    m.station,
    p.name as origin,
    m.serial,
    m.n_citing,
    m.citing_cables,
    m.first_cited_at,
    m.last_cited_at,
    case when m.is_after_lower then m.lower_at end as sent_after,
    least(case when m.agree then m.higher_at end, m.first_cited_at) as sent_before,
    case when m.is_after_lower then m.lower_id end as cable_before,
    case when m.agree then m.higher_id end as cable_after
from between_neighbours as m
left join posts as p on p.station = m.station
order by m.n_citing desc, m.cable_id
