-- Totals and sums of deals between a party and each counterparty: one row a role, party, counterparty, year and basis.
--
-- role | | what the party is: buyer, seller or system
-- party | | the buyer, the seller, or the system_key of the weapon
-- counterparty | | the other side; null when untold, or for all
-- year | year | calendar year
-- basis | | total: the total that the texts tell best; deals: the sum of the deals
-- amount | USD, nominal, or pieces | best estimate
-- amount_low | USD, nominal, or pieces | lowest of the competing totals, or the sum of the deals' low ends
-- amount_high | USD, nominal, or pieces | highest of the competing totals, or the sum of the deals' high ends
--
-- Totals of deliveries and sales compete with each other; totals of orders stand in only where there are no others,
-- for an order book is not a year's trade.
with sides as materialized (
    select *
    from arms_deal_parties
    where is_counted
),

ranked_totals as (
    select
        *,
        dense_rank() over (
            partition by role, party, counterparty, year order by is_order_only
        ) as stage,
        -- first what most cables tell, then the surest
        row_number() over (
            partition by role, party, counterparty, year
            order by is_order_only, n_cables desc, confidence desc, amount desc, deal_id
        ) as choice
    from sides
    where scope = 'total'
)

select
    role, party, counterparty, year, 'total' as basis,
    max(amount) filter (where choice = 1) as amount,
    min(amount_low) as amount_low,
    max(amount_high) as amount_high
from ranked_totals
where stage = 1
group by role, party, counterparty, year
union all
select
    role, party, counterparty, year, 'deals',
    sum(amount), sum(amount_low), sum(amount_high)
from sides
where scope = 'deal'
group by role, party, counterparty, year
