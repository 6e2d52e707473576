-- How many cables each classification has: one row a level, and one for cables without any.
--
-- classification | | level of the whole cable; null when neither page nor telegram gives one
-- n_cables | cables | cables of that level
-- share | 0..1 | their share of all cables
-- n_noforn | cables | of these, cables not releasable to foreign nationals
-- n_words | words | words in their paragraphs
-- first_created_at | UTC | earliest of these cables
-- last_created_at | UTC | latest of these cables
-- few cables have caveats that others have not: look for NOFORN in each set of them once
with by_caveats as (
    select
        classification,
        ';' || caveats || ';' like '%;NOFORN;%' as is_noforn,
        count(*) as n_cables,
        sum(n_words) as n_words,
        min(created_at) as first_created_at,
        max(created_at) as last_created_at
    from cables
    group by classification, caveats
)

select
    classification,
    sum(n_cables)::integer as n_cables,
    sum(n_cables) / sum(sum(n_cables)) over () as share,
    coalesce(sum(n_cables) filter (where is_noforn), 0)::integer as n_noforn,
    sum(n_words)::bigint as n_words,
    min(first_created_at) as first_created_at,
    max(last_created_at) as last_created_at
from by_caveats
group by classification
order by n_cables desc, classification
