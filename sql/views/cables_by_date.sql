-- How many cables were sent on each day: one row a day with cables.
--
-- date | UTC | day of the date-time group
-- n_cables | cables | cables of that day
-- n_unclassified | cables | of these, unclassified ones, for official use only included
-- n_confidential | cables | of these, confidential ones
-- n_secret | cables | of these, secret and top secret ones
-- n_words | words | words in their paragraphs
select
    created_at::date as date,
    count(*)::integer as n_cables,
    count(*) filter (where classification like 'UNCLASSIFIED%')::integer as n_unclassified,
    count(*) filter (where classification = 'CONFIDENTIAL')::integer as n_confidential,
    count(*) filter (where classification in ('SECRET', 'TOP SECRET'))::integer as n_secret,
    sum(n_words)::bigint as n_words
from cables
where created_at is not null
group by date
order by date
