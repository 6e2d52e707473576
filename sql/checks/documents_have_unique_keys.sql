-- A key is told once: document_id in documents.
--
-- table: documents
-- reads: documents
-- severity: error
select document_id, count(*) as n_rows
from documents
group by document_id
having count(*) > 1
