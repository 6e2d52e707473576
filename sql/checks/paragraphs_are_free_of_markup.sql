-- No markup of a page is left in a paragraph: tags, entities, scripts.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: warning
select paragraph_id, text
from paragraphs
where regexp_matches(
    text, '(?i)</?(p|br|div|span|a|pre|code|table|td|tr|script|style|html|body)\b[^>]*>|&(amp|lt|gt|quot|nbsp|#[0-9]+);'
)
