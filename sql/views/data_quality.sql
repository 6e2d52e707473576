-- What is wrong or doubtful with the data, counted: one row a code, severity, layout and mirror.
--
-- code | | what it is
-- severity | | info, warning or error
-- layout | | layout of the documents it was seen in; null when it concerns no document
-- mirror | | mirror that they came through; null when none is known
-- n_findings | findings | findings of that kind
-- n_documents | documents | documents that they were seen in
-- n_cables | cables | cables that they concern
-- share_of_documents | 0..1 | documents with it among all documents of that layout and mirror
-- example | | one of the findings
--
-- stored: yes
with documents_of_mirror as (
    select layout, mirror, count(*) as n_documents from documents group by layout, mirror
),

counted as (
    select
        f.code,
        f.severity,
        d.layout,
        d.mirror,
        count(*)::integer as n_findings,
        count(distinct f.document_id)::integer as n_documents,
        count(distinct f.cable_id)::integer as n_cables,
        min(f.detail) as example
    from findings as f
    left join documents as d on d.document_id = f.document_id
    group by f.code, f.severity, d.layout, d.mirror
)

select
    c.code,
    c.severity,
    c.layout,
    c.mirror,
    c.n_findings,
    c.n_documents,
    c.n_cables,
    c.n_documents / m.n_documents as share_of_documents,
    c.example
from counted as c
left join documents_of_mirror as m on m.layout = c.layout and m.mirror is not distinct from c.mirror
order by
    case c.severity when 'error' then 1 when 'warning' then 2 else 3 end,
    c.n_findings desc,
    c.code,
    c.layout,
    c.mirror
