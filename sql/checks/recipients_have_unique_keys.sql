-- A key is told once: cable_id and position in recipients.
--
-- table: recipients
-- reads: recipients
-- severity: error
-- scope: part
--
-- A part is enough: rows lie in the part of their cable, and no cable is told twice.
select cable_id, position, count(*) as n_rows
from recipients
group by cable_id, position
having count(*) > 1
