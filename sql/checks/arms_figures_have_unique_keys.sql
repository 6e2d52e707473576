-- A key is told once: figure_id in arms_figures.
--
-- table: arms_figures
-- reads: arms_figures
-- severity: error
select figure_id, count(*) as n_rows
from arms_figures
group by figure_id
having count(*) > 1
