-- No deal that the sums by year count rests on a suspect figure, a grant, a proposal, no year of the text, or several.
--
-- table: arms_figures
-- reads: arms_figures, cables
-- severity: error
select d.deal_id, d.not_counted, f.status, f.year_basis, f.evidence
from deals as d
join arms_figures as f on f.figure_id = d.deal_id
where d.is_counted and (
    f.is_suspect or f.flow <> 'sale' or f.status in ('proposed', 'refused')
    or f.year_from <> f.year_to or f.year_basis is distinct from 'text'
)
