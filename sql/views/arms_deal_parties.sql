-- Deals under each buyer, seller and weapon that they count for: one row a deal and role.
--
-- role | | what the party is: buyer and seller (of values), system (of quantities)
-- party | | the buyer, the seller, or the system_key of the weapon
-- counterparty | | the other side: a buyer's seller, a seller's or a weapon's buyer; null when untold, or for all
-- year | year | calendar year of the deal
-- deal_id | | the deal or total, as in deals
-- scope | | deal: one transaction; total: a sum over many
-- seller | | exporting country
-- buyer | | receiving country or body
-- system | | the weapon as the text names it
-- system_category | | category of the system, after SIPRI
-- amount | USD, nominal, or pieces | best estimate
-- amount_low | USD, nominal, or pieces | the lowest amount told
-- amount_high | USD, nominal, or pieces | the highest amount told
-- is_counted | | true when the sums by year count it; false for suspects, which they only name
-- is_order_only | | true when it is told as ordered, never as delivered or plainly sold
-- n_cables | cables | cables that tell it
-- confidence | 0..1 | of the surest figure
with roles as (
    select unnest(['buyer', 'seller', 'system']) as role
),

sides as (
    select
        r.role,
        case r.role when 'buyer' then d.buyer when 'seller' then d.seller else d.system_key end as party,
        case r.role when 'buyer' then d.seller else d.buyer end as counterparty,
        d.*
    from deals as d
    join roles as r on (r.role = 'system') = (d.kind = 'quantity')
    where d.is_counted or d.not_counted = 'suspect'
)

select
    role, party, counterparty, year_from as year, deal_id, scope, seller, buyer, system, system_category,
    amount, amount_low, amount_high, is_counted, is_order_only, n_cables, confidence
from sides
where party is not null
