-- The years of a figure run forward, and not more than thirty years beyond its cable or ninety before.
--
-- table: arms_figures
-- reads: arms_figures, cables
-- severity: error
select f.figure_id, f.year_from, f.year_to, c.year as cable_year
from arms_figures as f
join cables as c on c.cable_id = f.cable_id
where f.year_from > f.year_to
    or (f.year_from is null) <> (f.year_to is null)
    or f.year_to > c.year + 30
    or f.year_from < c.year - 90
