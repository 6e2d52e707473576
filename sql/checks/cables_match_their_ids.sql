-- year, station and serial of a cable are the parts of its id.
--
-- table: cables
-- reads: cables
-- severity: error
-- scope: part
select cable_id, year, station, serial
from cables
where cable_id <> lpad((year % 100)::varchar, 2, '0') || station || serial::varchar
