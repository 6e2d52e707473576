-- The high end of a range is not below its low end.
--
-- table: arms_figures
-- reads: arms_figures
-- severity: error
select figure_id, amount, amount_high, evidence
from arms_figures
where amount_high < amount
