-- The positions of a cable's paragraphs are 1 to n, each once.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: error
-- scope: part
select cable_id, count(*) as n_paragraphs, min(position) as first_position, max(position) as last_position
from paragraphs
group by cable_id
having min(position) <> 1 or max(position) <> count(*) or count(distinct position) <> count(*)
