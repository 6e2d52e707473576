-- How many cables carry each tag: one row a tag.
--
-- tag | | the tag, upper case
-- kind | | subject, geographic, organization, program, person or unknown
-- name | | its meaning
-- country | | country of a geographic tag, ISO 3166-1 alpha-3
-- n_cables | cables | cables that carry it
-- first_created_at | UTC | earliest of these cables
-- last_created_at | UTC | latest of these cables
--
-- stored: yes
select
    t.tag,
    min(t.kind) as kind,
    min(t.name) as name,
    min(t.country) as country,
    count(distinct t.cable_id)::integer as n_cables,
    min(c.created_at) as first_created_at,
    max(c.created_at) as last_created_at
from tags as t
join cables as c on c.cable_id = t.cable_id
group by t.tag
order by n_cables desc, t.tag
