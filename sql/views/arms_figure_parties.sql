-- Under which buyer, seller and weapon a figure counts: one row a countable figure and role.
--
-- figure_id | | the figure, as in arms_countable_figures
-- role | | what the party is: buyer and seller (of values), system (of quantities)
-- party | | the buyer, the seller, or the system_key of the weapon
-- counterparty | | the other side: a buyer's seller, a seller's or a weapon's buyer; null when untold, or for all
-- year | year | calendar year of the figure
select figure_id, 'buyer' as role, buyer as party, seller as counterparty, year
from arms_countable_figures
where kind = 'value' and buyer is not null
union all
select figure_id, 'seller', seller, buyer, year
from arms_countable_figures
where kind = 'value' and seller is not null
union all
select figure_id, 'system', system_key, buyer, year
from arms_countable_figures
where kind = 'quantity'
