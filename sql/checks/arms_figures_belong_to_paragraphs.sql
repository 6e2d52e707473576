-- Every figure stands in a paragraph of its own cable, and says that paragraph's anchor.
--
-- table: arms_figures
-- reads: arms_figures, paragraphs
-- severity: error
select f.figure_id, f.cable_id, f.paragraph_id, f.para, p.anchor
from arms_figures as f
left join paragraphs as p on p.paragraph_id = f.paragraph_id and p.cable_id = f.cable_id
where p.paragraph_id is null or p.anchor is distinct from f.para
