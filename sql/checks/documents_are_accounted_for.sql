-- Every landed document ends in a status: what is not rejected belongs to a cable that is held.
--
-- table: documents
-- reads: cables, documents
-- severity: error
select d.document_id, d.uri, d.status, d.cable_id
from documents as d
where d.status <> 'rejected'
    and not exists (select 1 from cables as c where c.cable_id = d.cable_id)
