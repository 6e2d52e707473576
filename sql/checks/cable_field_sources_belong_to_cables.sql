-- Each field that is taken from another copy is a field of a cable that is held.
--
-- table: cable_field_sources
-- reads: cable_field_sources, cables
-- severity: error
select s.cable_id, s.field
from cable_field_sources as s
anti join cables as c on c.cable_id = s.cable_id
