-- Every row of cable_references belongs to a cable that is held.
--
-- table: cable_references
-- reads: cables, cable_references
-- severity: error
select child.*
from cable_references as child
where not exists (select 1 from cables as c where c.cable_id = child.cable_id)
