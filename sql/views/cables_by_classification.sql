-- How many cables each classification has: one row a level, and one for cables without any.
--
-- classification | | level of the whole cable; null when neither page nor telegram gives one
-- n_cables | cables | cables of that level
-- share | 0..1 | their share of all cables
-- n_noforn | cables | of these, cables not releasable to foreign nationals
-- n_words | words | words in their paragraphs
-- first_created_at | UTC | earliest of these cables
-- last_created_at | UTC | latest of these cables
select
    classification,
    count(*)::integer as n_cables,
    count(*) / sum(count(*)) over () as share,
    count(*) filter (where ';' || caveats || ';' like '%;NOFORN;%')::integer as n_noforn,
    sum(n_words)::bigint as n_words,
    min(created_at) as first_created_at,
    max(created_at) as last_created_at
from cables
group by classification
order by n_cables desc, classification
