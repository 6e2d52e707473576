-- A field of a cable is taken from one copy.
--
-- table: cable_field_sources
-- reads: cable_field_sources
-- severity: error
select cable_id, field, count(*) as n_rows
from cable_field_sources
group by cable_id, field
having count(*) > 1
