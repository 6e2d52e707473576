-- A key is told once: paragraph_id in paragraphs.
--
-- table: paragraphs
-- reads: paragraphs
-- severity: error
-- scope: part
--
-- A part is enough: rows lie in the part of their cable, and no cable is told twice.
select paragraph_id, count(*) as n_rows
from paragraphs
group by paragraph_id
having count(*) > 1
