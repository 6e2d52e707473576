-- Value of the arms that each buyer bought in each year, as the cables tell it: one row a buyer and year.
--
-- buyer | | receiving country, ISO 3166-1 alpha-3; a non-state body by its name in capitals
-- buyer_name | | the country's name
-- year | year | calendar year that the text gives
-- value_usd | USD, nominal | best estimate; null when every figure of that buyer and year is suspect
-- value_usd_low | USD, nominal | lowest that the texts allow: competing totals, low ends of ranges
-- value_usd_high | USD, nominal | highest that the texts allow: competing totals, high ends of ranges
-- basis | | total: texts give a total, which holds the deals; deals: the distinct deals are added
-- n_figures | figures | figures that speak of it, those inside a total included
-- n_cables | cables | cables of these figures
-- n_suspect | figures | figures kept out because they may be wrong
--
-- Only sales that are delivered, contracted or reported, in a year that the text names: see deals.
-- What one deal is: see deal_figures. How totals and deals are weighed: see arms_amounts_by_party_year.
-- The sentences behind a row: from arms_figure_evidence where counts_in_year = 2006 and deal_buyer = 'VEN' and
-- kind = 'value'.
select
    a.party as buyer,
    coalesce(c.name, a.party) as buyer_name,
    a.year,
    a.amount as value_usd,
    a.amount_low as value_usd_low,
    a.amount_high as value_usd_high,
    a.basis,
    a.n_figures,
    a.n_cables,
    a.n_suspect
from arms_amounts_by_party_year as a
left join countries as c on c.country = a.party
where a.role = 'buyer'
order by a.year, buyer
