-- n_documents of a cable is the number of documents that hold or quote it.
--
-- table: cables
-- reads: cables, documents
-- severity: error
with counted as (
    select cable_id, count(*) as n_documents
    from documents
    where cable_id is not null
    group by cable_id
)

select c.cable_id, c.n_documents, d.n_documents as n_documents_counted
from cables as c
left join counted as d on d.cable_id = c.cable_id
where c.n_documents is distinct from d.n_documents
