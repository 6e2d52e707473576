-- A cable was released after it was sent.
--
-- table: cables
-- reads: cables
-- severity: warning
-- scope: part
select cable_id, created_at, released_at
from cables
where released_at < created_at
