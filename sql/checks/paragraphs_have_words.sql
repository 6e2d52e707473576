-- A paragraph has words, or at least a heading.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: warning
select paragraph_id, position, heading
from paragraphs
where trim(text) = '' and heading is null
