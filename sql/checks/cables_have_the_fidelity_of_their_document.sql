-- The fidelity of a cable is that of its canonical document.
--
-- table: cables
-- reads: cables, documents
-- severity: error
select c.cable_id, c.document_id, c.fidelity, d.fidelity as fidelity_of_document
from cables as c
join documents as d on d.document_id = c.document_id
where c.fidelity is distinct from d.fidelity
