-- Weapons sold in each year by system, as the cables tell it: one row a system and year.
--
-- system | | the weapon, as most deals name it
-- system_key | | the same without case, blanks, hyphens and plural
-- system_category | | category of the system, after SIPRI
-- year | year | calendar year that the text gives
-- quantity | pieces | best estimate; null when every figure of that system and year is suspect
-- quantity_low | pieces | lowest that the texts allow
-- quantity_high | pieces | highest that the texts allow
-- basis | | total: texts give a total, which holds the deals; deals: the distinct deals are added
-- buyers | | buyers told, joined by ';'
-- sellers | | sellers told, joined by ';'
-- n_figures | figures | figures that speak of it, those inside a total included
-- n_cables | cables | cables of these figures
-- n_suspect | figures | figures kept out because they may be wrong
--
-- stored: yes
--
-- The rules are those of arms_sales_by_buyer_year, with pieces instead of dollars; spellings of one system are put
-- together by its system_key.
-- The sentences behind a row: from arms_figure_evidence where counts_in_year = 2006 and deal_system_key = 'su30mk2' and
-- kind = 'quantity'.
with names as (
    select
        p.party as system_key,
        p.year,
        mode(p.system order by p.deal_id) as system,
        min(p.system_category) as system_category,
        string_agg(distinct p.buyer, ';' order by p.buyer) as buyers,
        string_agg(distinct p.seller, ';' order by p.seller) as sellers
    from arms_deal_parties as p
    where p.role = 'system'
    group by p.party, p.year
)

select
    n.system,
    n.system_key,
    n.system_category,
    n.year,
    a.amount as quantity,
    a.amount_low as quantity_low,
    a.amount_high as quantity_high,
    a.basis,
    n.buyers,
    n.sellers,
    a.n_figures,
    a.n_cables,
    a.n_suspect
from arms_amounts_by_party_year as a
join names as n on n.system_key = a.party and n.year = a.year
where a.role = 'system'
order by n.year, n.system
