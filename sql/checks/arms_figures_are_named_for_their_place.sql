-- The id of a figure is its paragraph and the place of its number.
--
-- table: arms_figures
-- reads: arms_figures
-- severity: error
select figure_id, paragraph_id, char_start
from arms_figures
where figure_id <> paragraph_id || '@' || char_start
