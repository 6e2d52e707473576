-- The best estimate of a buyer, seller or weapon lies between its low and its high end.
--
-- table: arms_figures
-- reads: arms_figures, cables
-- severity: error
select *
from arms_amounts_by_party_year
where not coalesce(amount between amount_low and amount_high, n_figures = 0)
