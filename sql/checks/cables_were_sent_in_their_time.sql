-- A cable was sent between 1966 and 2010, and in the year of its id, or around the turn of it.
--
-- table: cables
-- reads: cables
-- severity: warning
-- scope: part
select cable_id, year, created_at
from cables
where created_at < timestamp '1966-01-01'
    or created_at >= timestamp '2011-01-01'
    -- a message numbered on New Year's Eve may go out on New Year's Day
    or year(created_at + interval 3 days) < year
    or year(created_at - interval 3 days) > year
