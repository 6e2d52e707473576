-- A rejected document belongs to no cable and has a reason, and a finding tells of it.
--
-- table: documents
-- reads: documents, findings
-- severity: warning
select d.document_id, d.uri, d.reason, d.cable_id
from documents as d
where d.status = 'rejected'
    and (
        d.cable_id is not null
        or d.reason is null
        or not exists (select 1 from findings as f where f.document_id = d.document_id)
    )
