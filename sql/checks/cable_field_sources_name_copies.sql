-- A field is taken from a document that holds the same cable.
--
-- table: cable_field_sources
-- reads: cable_field_sources, documents
-- severity: error
select s.cable_id, s.field, s.document_id
from cable_field_sources as s
left join documents as d on d.document_id = s.document_id
where d.cable_id is distinct from s.cable_id
