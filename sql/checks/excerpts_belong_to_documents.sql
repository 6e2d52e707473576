-- Every page with excerpts is a document, of one of the cables that they quote, or rejected where they quote none.
--
-- table: excerpts
-- reads: excerpts, documents
-- severity: error
select e.document_id, d.status, d.cable_id, count(e.cable_id) as n_linked
from excerpts as e
left join documents as d on d.document_id = e.document_id
group by e.document_id, d.document_id, d.status, d.cable_id
having d.document_id is null
    or (count(e.cable_id) = 0) <> (d.status = 'rejected')
    or (count(e.cable_id) > 0 and not list_contains(list(e.cable_id), d.cable_id))
