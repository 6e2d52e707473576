-- Nobody sells arms to itself: seller and buyer differ.
--
-- table: arms_figures
-- reads: arms_figures
-- severity: warning
select figure_id, seller, buyer, evidence
from arms_figures
where seller = buyer
