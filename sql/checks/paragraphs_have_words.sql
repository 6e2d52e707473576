-- A paragraph has words, or at least a heading.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: warning
-- scope: part
select paragraph_id, position, heading
from paragraphs
where n_words = 0 and heading is null
