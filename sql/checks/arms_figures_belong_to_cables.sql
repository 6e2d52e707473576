-- Every row of arms_figures belongs to a cable that is held.
--
-- table: arms_figures
-- reads: cables, arms_figures
-- severity: error
select child.*
from arms_figures as child
where not exists (select 1 from cables as c where c.cable_id = child.cable_id)
