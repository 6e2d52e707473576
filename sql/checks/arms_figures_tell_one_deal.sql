-- Every arms figure tells one deal, which has a row of its own, and the deals together hold every figure once.
--
-- table: arms_figures
-- reads: arms_figures, cables
-- severity: error
with told as (
    select f.figure_id, count(d.deal_id) as n_deals
    from arms_figures as f
    left join deal_figures as m on m.figure_id = f.figure_id
    left join deals as d on d.deal_id = m.deal_id
    group by f.figure_id
)

select *
from told
where n_deals <> 1
