-- Every row of recipients belongs to a cable that is held.
--
-- table: recipients
-- reads: cables, recipients
-- severity: error
-- scope: part
select child.*
from recipients as child
where not exists (select 1 from cables as c where c.cable_id = child.cable_id)
