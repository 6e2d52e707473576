-- No single year's or deal's value that is not suspect exceeds what the whole world's trade came to, USD 100 billion.
--
-- table: arms_figures
-- reads: arms_figures
-- severity: warning
select figure_id, amount_usd, evidence
from arms_figures
where kind = 'value' and amount_usd > 100e9 and not is_suspect
