-- A key is told once: cable_id and position in cable_references.
--
-- table: cable_references
-- reads: cable_references
-- severity: error
select cable_id, position, count(*) as n_rows
from cable_references
group by cable_id, position
having count(*) > 1
