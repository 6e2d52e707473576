-- The sentence of a figure is told in its paragraph, up to blanks.
--
-- table: arms_figures
-- reads: arms_figures, paragraphs
-- severity: error
select f.figure_id, f.evidence, p.text
from arms_figures as f
join paragraphs as p on p.paragraph_id = f.paragraph_id
where not contains(
    regexp_replace(p.text, '\s+', ' ', 'g'), trim(regexp_replace(f.evidence, '\s+', ' ', 'g'))
)
