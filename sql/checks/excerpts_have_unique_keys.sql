-- A key is told once: document_id and position in excerpts.
--
-- table: excerpts
-- reads: excerpts
-- severity: error
select document_id, position, count(*) as n_rows
from excerpts
group by document_id, position
having count(*) > 1
