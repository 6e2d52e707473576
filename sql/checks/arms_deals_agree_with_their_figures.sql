-- No figure of a deal contradicts its kind, flow or scope, and the best estimate lies within what its figures tell.
--
-- table: arms_figures
-- reads: arms_figures, cables
-- severity: error
select d.deal_id, f.figure_id, d.kind, f.kind as figure_kind, d.flow, f.flow as figure_flow, d.amount
from deals as d
join deal_figures as m on m.deal_id = d.deal_id
join arms_figures as f on f.figure_id = m.figure_id
where f.kind <> d.kind or f.flow <> d.flow or f.scope <> d.scope
    or not d.amount between d.amount_low and d.amount_high
