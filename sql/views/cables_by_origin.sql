-- How many cables each post sent, and where it stands: one row a station.
--
-- station | | the post as in cable ids: MOSCOW
-- origin | | the post as the Department names it
-- country | | country in which it stands, ISO 3166-1 alpha-3
-- country_name | | that country's name
-- latitude | degrees | of the post
-- longitude | degrees | of the post
-- n_cables | cables | cables that it sent
-- n_secret | cables | of these, secret and top secret ones
-- first_created_at | UTC | its earliest cable
-- last_created_at | UTC | its latest cable
--
-- stored: yes
with by_station as (
    select
        station,
        mode(origin order by cable_id) as origin,
        mode(origin_country order by cable_id) as country,
        count(*)::integer as n_cables,
        count(*) filter (where classification in ('SECRET', 'TOP SECRET'))::integer as n_secret,
        min(created_at) as first_created_at,
        max(created_at) as last_created_at
    from cables
    group by station
)

select
    s.station,
    coalesce(p.name, s.origin) as origin,
    coalesce(p.country, s.country) as country,
    c.name as country_name,
    p.latitude,
    p.longitude,
    s.n_cables,
    s.n_secret,
    s.first_created_at,
    s.last_created_at
from by_station as s
left join posts as p on p.station = s.station
left join countries as c on c.country = coalesce(p.country, s.country)
order by s.n_cables desc, s.station
