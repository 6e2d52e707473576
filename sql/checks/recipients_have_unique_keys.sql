-- A key is told once: cable_id and position in recipients.
--
-- table: recipients
-- reads: recipients
-- severity: error
select cable_id, position, count(*) as n_rows
from recipients
group by cable_id, position
having count(*) > 1
