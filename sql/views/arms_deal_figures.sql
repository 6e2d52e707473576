-- Which figures tell the same deal, or the same total: one row a figure that sums may count, none suspect.
--
-- figure_id | | the figure, as in arms_figures
-- deal_id | | the deal or total it tells: the smallest figure_id among those that tell it
--
-- Two figures tell one deal when kind, scope, seller, buyer and year are equal, and for quantities the system; and
-- when their values lie within 2 % of each other, directly or over figures between them. Counts must be equal.
with neighbours as (
    select
        *,
        lag(amount) over (
            partition by kind, scope, seller, buyer, year, system_key order by amount, figure_id
        ) as amount_below
    from arms_countable_figures
    where not is_suspect
),

numbered as (
    select
        *,
        -- a gap in the ordered amounts starts the next deal
        count(*) filter (
            where amount_below is null or amount > amount_below * case kind when 'value' then 1.02 else 1 end
        ) over (
            partition by kind, scope, seller, buyer, year, system_key order by amount, figure_id
        ) as deal_number
    from neighbours
)

select
    figure_id,
    min(figure_id) over (partition by kind, scope, seller, buyer, year, system_key, deal_number) as deal_id
from numbered
