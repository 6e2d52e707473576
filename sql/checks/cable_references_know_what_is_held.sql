-- in_warehouse tells whether cables holds the cable referred to; only cables have an id.
--
-- table: cable_references
-- reads: cable_references, cables
-- severity: error
select r.*
from cable_references as r
where r.in_warehouse <> exists (select 1 from cables as c where c.cable_id = r.referenced_cable_id)
    or (r.referenced_cable_id is not null and r.kind <> 'cable')
