-- No line of the transmission is left in a paragraph: station and serial with 002 OF 004, or spaced-out
-- classification with SECTION 02 OF 03.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: warning
select paragraph_id, text
from paragraphs
where regexp_matches(text, '\b[A-Z]{3,} [0-9]{5,8} [0-9]{3} OF [0-9]{3}\b')
    or regexp_matches(text, '\b[A-Z]( [A-Z]){6,} SECTION [0-9]{2} OF [0-9]{2}\b')
