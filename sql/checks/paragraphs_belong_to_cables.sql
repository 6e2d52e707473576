-- Every row of paragraphs belongs to a cable that is held.
--
-- table: paragraphs
-- reads: cables, paragraphs
-- severity: error
-- scope: part
select child.paragraph_id, child.cable_id
from paragraphs as child
where not exists (select 1 from cables as c where c.cable_id = child.cable_id)
