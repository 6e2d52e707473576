-- The documents that a finding names were landed.
--
-- table: findings
-- reads: documents, findings
-- severity: error
select f.*
from findings as f
where (
    f.document_id is not null
    and not exists (select 1 from documents as d where d.document_id = f.document_id)
)
or (
    f.other_document_id is not null
    and not exists (select 1 from documents as d where d.document_id = f.other_document_id)
)
