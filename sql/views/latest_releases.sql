-- The hundred cables released last, newest first: one row a cable.
--
-- released_at | UTC | when the mirror says it was released
-- cable_id | | the cable
-- created_at | UTC | when it was sent
-- origin | | the post that sent it
-- classification | | its classification
-- subject | | its subject line
-- summary | | text of its summary paragraphs
-- n_figures | figures | arms figures found in it
--
-- stored: yes
-- found first, so that the summaries of no others are read
with latest as (
    select rowid
    from cables
    where released_at is not null
    order by released_at desc, created_at desc, cable_id
    limit 100
)

select
    c.released_at,
    c.cable_id,
    c.created_at,
    c.origin,
    c.classification,
    c.subject,
    c.summary,
    (select count(*) from arms_figures as f where f.cable_id = c.cable_id)::integer as n_figures
from cables as c
where c.rowid in (from latest)
order by c.released_at desc, c.created_at desc, c.cable_id
