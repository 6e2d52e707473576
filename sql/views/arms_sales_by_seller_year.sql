-- Value of the arms that each country sold in each year, as the cables tell it: one row a seller and year.
--
-- seller | | exporting country, ISO 3166-1 alpha-3
-- seller_name | | the country's name
-- year | year | calendar year that the text gives
-- value_usd | USD, nominal | best estimate; null when every figure of that seller and year is suspect
-- value_usd_low | USD, nominal | lowest that the texts allow: competing totals, low ends of ranges
-- value_usd_high | USD, nominal | highest that the texts allow: competing totals, high ends of ranges
-- basis | | total: texts give a total, which holds the deals; deals: the distinct deals are added
-- n_figures | figures | figures that speak of it, those inside a total included
-- n_cables | cables | cables of these figures
-- n_suspect | figures | figures kept out because they may be wrong
--
-- The rules are those of arms_sales_by_buyer_year, with the sides changed.
-- The sentences behind a row: from arms_figure_evidence where counts_in_year = 2006 and deal_seller = 'RUS' and
-- kind = 'value'.
select
    a.party as seller,
    coalesce(c.name, a.party) as seller_name,
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
where a.role = 'seller'
order by a.year, seller
