-- A key is told once: paragraph_id in paragraphs.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: error
select paragraph_id, count(*) as n_rows
from paragraphs
group by paragraph_id
having count(*) > 1
