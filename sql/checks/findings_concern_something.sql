-- A finding concerns a document or a cable.
--
-- table: findings
-- reads: findings
-- severity: error
select *
from findings
where document_id is null and cable_id is null
