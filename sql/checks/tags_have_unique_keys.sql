-- A key is told once: cable_id and position in tags.
--
-- table: tags
-- reads: tags
-- severity: error
select cable_id, position, count(*) as n_rows
from tags
group by cable_id, position
having count(*) > 1
