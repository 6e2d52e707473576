-- The id of a paragraph begins with that of its cable.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: error
-- scope: part
select paragraph_id, cable_id
from paragraphs
where not starts_with(paragraph_id, cable_id || '#')
