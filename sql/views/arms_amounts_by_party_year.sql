-- What one buyer, seller or weapon comes to in one year, totals weighed against deals: one row a role, party and year.
--
-- role | | what the party is: buyer, seller (both by value) or system (by quantity)
-- party | | the buyer, the seller, or the system_key of the weapon
-- year | year | calendar year, from the text
-- amount | USD, nominal, or pieces | best estimate; null when every figure is suspect
-- amount_low | USD, nominal, or pieces | lowest that the texts allow
-- amount_high | USD, nominal, or pieces | highest that the texts allow
-- basis | | total when totals hold all of it, else deals; null when every figure is suspect
-- n_figures | figures | figures that speak of it, those inside a total included
-- n_cables | cables | cables of these figures
-- n_suspect | figures | suspect figures that were kept out
--
-- stored: yes
with pairs as materialized (
    select
        *,
        row_number() over (
            partition by role, party, counterparty, year order by amount desc, basis = 'total' desc
        ) as choice,
        bool_or(basis = 'total') over (partition by role, party, year) as has_total
    from arms_amounts_by_pair_year
),

parts as (
    -- with one counterparty, the total holds the deals, unless these come to more
    select
        role, party, year,
        max(basis) filter (where choice = 1) as basis,
        max(amount) filter (where choice = 1) as amount,
        -- a total smaller than its deals still marks the low end
        min(amount_low) filter (where choice = 1 or basis = 'total') as amount_low,
        max(amount_high) filter (where choice = 1 or basis = 'total') as amount_high
    from pairs
    where counterparty is not null
    group by role, party, counterparty, year
    union all
    -- deals with an untold counterparty may be inside any total of the year: they count only where there is none
    select role, party, year, basis, amount, amount_low, amount_high
    from pairs
    where counterparty is null and not has_total
),

estimates as (
    -- the overall total of the year holds all parts, unless these come to more
    select role, party, year, true as is_overall, basis, amount, amount_low, amount_high
    from pairs
    where counterparty is null and basis = 'total'
    union all
    select
        role, party, year, false, case when bool_and(basis = 'total') then 'total' else 'deals' end,
        sum(amount), sum(amount_low), sum(amount_high)
    from parts
    group by role, party, year
),

ranked as (
    select *, row_number() over (
        partition by role, party, year order by amount desc, is_overall desc
    ) as choice
    from estimates
),

chosen as (
    select
        role, party, year,
        max(amount) filter (where choice = 1) as amount,
        min(amount_low) filter (where choice = 1 or is_overall) as amount_low,
        max(amount_high) filter (where choice = 1 or is_overall) as amount_high,
        max(basis) filter (where choice = 1) as basis
    from ranked
    group by role, party, year
),

counts as (
    select
        p.role, p.party, p.year,
        count(*) filter (where not f.is_suspect)::integer as n_figures,
        count(distinct f.cable_id) filter (where not f.is_suspect)::integer as n_cables,
        count(*) filter (where f.is_suspect)::integer as n_suspect
    from arms_deal_parties as p
    join deal_figures as m on m.deal_id = p.deal_id
    join arms_figures as f on f.figure_id = m.figure_id
    group by p.role, p.party, p.year
)

select
    n.role, n.party, n.year, c.amount, c.amount_low, c.amount_high, c.basis, n.n_figures, n.n_cables, n.n_suspect
from counts as n
left join chosen as c on c.role = n.role and c.party = n.party and c.year = n.year
