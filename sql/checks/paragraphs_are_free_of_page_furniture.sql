-- Nothing of a page is left in a paragraph: no markup (tags, entities, scripts), and no line of the transmission
-- (station and serial with 002 OF 004, or spaced-out classification with SECTION 02 OF 03).
--
-- table: paragraphs
-- reads: paragraphs
-- severity: warning
-- scope: part
--
-- One check, since it reads all text; what can be told without a regular expression is asked first.
select paragraph_id, text
from paragraphs
where (
    (contains(text, '<') or contains(text, '&'))
    and regexp_matches(
        text,
        '(?i)</?(p|br|div|span|a|pre|code|table|td|tr|script|style|html|body)\b[^>]*>'
        || '|&(amp|lt|gt|quot|nbsp|#[0-9]+);'
    )
) or (
    contains(text, ' OF ')
    and (
        regexp_matches(text, '\b[A-Z]{3,} [0-9]{5,8} [0-9]{3} OF [0-9]{3}\b')
        or regexp_matches(text, '\b[A-Z]( [A-Z]){6,} SECTION [0-9]{2} OF [0-9]{2}\b')
    )
)
