-- Every document that was landed is told, and no other: canonical, duplicate, superseded and rejected ones together.
--
-- table: documents
-- reads: documents, landed
-- severity: error
with told as (
    select
        -- the telegrams of a file of several are one document landed
        count(distinct regexp_replace(document_id, '#[0-9]+$', '')) as n_told,
        count(*) filter (where status = 'canonical') as n_canonical,
        count(*) filter (where status = 'duplicate') as n_duplicate,
        count(*) filter (where status = 'superseded') as n_superseded,
        count(*) filter (where status = 'rejected') as n_rejected,
        count(*) as n_rows
    from documents
),

counted as (
    select coalesce(sum(n_documents), 0) as n_landed from landed
)

select *
from counted
cross join told
where n_landed <> n_told or n_rows <> n_canonical + n_duplicate + n_superseded + n_rejected
