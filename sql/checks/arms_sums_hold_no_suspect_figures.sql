-- No deal, and so no sum of the views, holds a suspect figure.
--
-- table: arms_figures
-- reads: arms_figures
-- severity: error
select m.deal_id, f.figure_id, f.suspect_reason
from arms_deal_figures as m
join arms_figures as f on f.figure_id = m.figure_id
where f.is_suspect or f.flow <> 'sale' or f.status in ('proposed', 'refused')
    or f.year_from <> f.year_to or f.year_basis <> 'text'
