-- A key is told once: cable_id in cables.
--
-- table: cables
-- reads: cables
-- severity: error
select cable_id, count(*) as n_rows
from cables
group by cable_id
having count(*) > 1
