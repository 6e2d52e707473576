-- Each cable is built from one canonical document, and each canonical document makes one cable.
--
-- table: cables
-- reads: cables, documents
-- severity: error
select c.cable_id, c.document_id, d.document_id as canonical_document_id
from cables as c
full join (select * from documents where status = 'canonical') as d
    on d.document_id = c.document_id and d.cable_id = c.cable_id
where c.cable_id is null or d.document_id is null
