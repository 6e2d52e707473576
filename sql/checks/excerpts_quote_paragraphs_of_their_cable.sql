-- A linked excerpt names paragraphs of its cable that are held, the best of them among all; others name none.
--
-- table: excerpts
-- reads: excerpts, paragraphs
-- severity: error
with quoted as (
    select document_id, position, cable_id, paragraph_id, unnest(string_split(paragraph_ids, ';')) as quoted_id
    from excerpts
    where cable_id is not null
)
select q.document_id, q.position, q.cable_id, q.quoted_id
from quoted as q
left join paragraphs as p on p.paragraph_id = q.quoted_id and p.cable_id = q.cable_id
where p.paragraph_id is null
union all
select document_id, position, cable_id, paragraph_id
from excerpts
where (cable_id is null) <> (paragraph_id is null)
    or (cable_id is null) <> (paragraph_ids is null)
    or not list_contains(string_split(paragraph_ids, ';'), paragraph_id)
