-- No table has lost over a tenth of its rows since the last published build; where that is meant, since raw sources
-- were taken away, build with --allow-shrink or CABLEHOUSE_ALLOW_SHRINK=1.
--
-- table: findings
-- reads: volumes
-- severity: error
select table_name, n_rows, n_rows_before
from volumes
where n_rows < 0.9 * n_rows_before
    -- both have fewer rows where better sources came in
    and table_name not in ('findings', 'cable_field_sources')
order by n_rows / n_rows_before, table_name
