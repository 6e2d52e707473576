-- A finding that names a cable names one that is held.
--
-- table: findings
-- reads: cables, findings
-- severity: error
select f.*
from findings as f
where f.cable_id is not null
    and not exists (select 1 from cables as c where c.cable_id = f.cable_id)
