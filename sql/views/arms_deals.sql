-- Distinct arms deals and totals of one year, however many cables tell them: one row a deal or total.
--
-- deal_id | | key; arms_deal_figures and arms_figure_evidence list its figures
-- kind | | value or quantity
-- scope | | deal: one transaction; total: a sum over many
-- seller | | exporting country, ISO 3166-1 alpha-3; null when not told, or for all
-- buyer | | receiving country, ISO 3166-1 alpha-3, or a non-state body; null when not told, or for all
-- year | year | calendar year of the deal, from the text
-- system | | the weapon, as most figures name it
-- system_key | | the weapon without case, blanks, hyphens and plural; null for values
-- system_category | | category of the system, after SIPRI
-- amount | USD, nominal, or pieces | the middle one of the amounts told, one that a text really has
-- amount_low | USD, nominal, or pieces | the lowest amount told
-- amount_high | USD, nominal, or pieces | the highest amount told, high ends of ranges included
-- is_order_only | | true when all figures speak of orders, none of deliveries or plain sales
-- n_figures | figures | figures that tell it
-- n_cables | cables | cables that tell it
-- confidence | 0..1 | of the surest figure
select
    m.deal_id,
    any_value(f.kind) as kind,
    any_value(f.scope) as scope,
    any_value(f.seller) as seller,
    any_value(f.buyer) as buyer,
    any_value(f.year) as year,
    mode(f.system order by f.figure_id) as system,
    any_value(f.system_key) as system_key,
    min(f.system_category) as system_category,
    quantile_disc(f.amount, 0.5) as amount,
    min(f.amount) as amount_low,
    max(f.amount_high) as amount_high,
    bool_and(f.status = 'contracted') as is_order_only,
    count(*)::integer as n_figures,
    count(distinct f.cable_id)::integer as n_cables,
    max(f.confidence) as confidence
from arms_deal_figures as m
join arms_countable_figures as f on f.figure_id = m.figure_id
group by m.deal_id
