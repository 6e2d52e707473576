-- Every row of tags belongs to a cable that is held.
--
-- table: tags
-- reads: cables, tags
-- severity: error
-- scope: part
select child.*
from tags as child
where not exists (select 1 from cables as c where c.cable_id = child.cable_id)
