-- A cable refers to cables of its own year or before.
--
-- table: cable_references
-- reads: cable_references, cables
-- severity: warning
with dated as (
    select
        r.cable_id,
        c.year,
        r.referenced_cable_id,
        r.raw,
        substring(r.referenced_cable_id, 1, 2)::integer as two_digits
    from cable_references as r
    join cables as c on c.cable_id = r.cable_id
    where r.referenced_cable_id is not null
)

select *
from dated
where two_digits + case when two_digits >= 60 then 1900 else 2000 end > year
