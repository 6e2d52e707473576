-- How far each field of a cable is filled, and why it is not where it is not: one row a field.
--
-- field | | a column of cables that may be empty, or a table that may hold no row of a cable
-- n_cables | cables | all cables
-- n_filled | cables | cables in which the field has a value, or the table a row
-- share | 0..1 | n_filled among n_cables
-- n_no_line | cables | empty, for nothing in the telegram or on its page speaks of it
-- n_no_value | cables | empty, for its line says that there is none, E.O. 12958: N/A, or holds a redacted name
-- n_cut | cables | empty, for the copy lacks that part: a partial extract, a text that breaks off, a lost envelope
-- n_unread | cables | empty, though the text shows a line of that kind: what the parser should have read and did not
-- share_read | 0..1 | n_filled among those filled and unread; null where there are neither
-- example_unread | | one of the cables unread
--
-- The reasons are looked up in cables.text and in findings by patterns of their own, looser than the parser's; the
-- four counts and n_filled add up to n_cables. The envelope is not part of cables.text: what it should have given is
-- unread unless a finding says that the envelope is lost or another cable's.
with without_envelope as (
    select distinct document_id
    from findings
    where code in ('missing_envelope', 'identity_conflict')
),

heads as (
    select
        c.*,
        left(c.text, 3000) as head,
        right(c.text, 120) as ending,
        regexp_extract(left(c.text, 3000), '(?im)^\W*E\.? ?[O0]\.?,? ?1\d{4}([^\n]*)', 1) as order_line,
        c.is_partial or w.document_id is not null as lacks_envelope
    from cables as c
    left join without_envelope as w on w.document_id = c.document_id
),

-- state: filled, else why not; by default the part is cut away, or nothing speaks of it
states as (
    select
        h.cable_id,
        case when h.is_partial then 'cut' else 'no_line' end as otherwise,
        unnest([
            {
                'field': 'created_at',
                'state': case
                    when h.created_at is not null then 'filled'
                    when h.lacks_envelope then 'cut'
                    else 'unread'
                end
            },
            {'field': 'released_at', 'state': case when h.released_at is not null then 'filled' end},
            {
                'field': 'classification',
                'state': case
                    when h.classification is not null then 'filled'
                    when regexp_matches(
                        left(h.head, 300), '(?i)E ?C ?R ?E ?T\b|N ?F ?I ?D ?E ?N ?T|N ?C ?L ?A ?S|OFFICIAL ?USE'
                    ) then 'unread'
                end
            },
            {
                'field': 'caveats',
                'state': case
                    when h.caveats is not null then 'filled'
                    when regexp_matches(
                        h.head, '(?im)^\W*(NOFORN|NODIS|EXDIS|LIMDIS|STADIS|SIPDIS|SENSITIVE|FOUO)\b'
                    ) then 'unread'
                end
            },
            {'field': 'origin', 'state': case when h.origin is not null then 'filled' else 'unread' end},
            {
                'field': 'origin_country',
                'state': case when h.origin_country is not null then 'filled' else 'unread' end
            },
            {
                'field': 'subject',
                'state': case
                    when h.subject is not null then 'filled'
                    when regexp_matches(h.head, '(?im)^\W*S?UBJ(ECT)?\W*$') then 'no_value'
                    when regexp_matches(h.head, '(?im)^\W*(\(?[USC]\)\s*)?S?UBJ(ECT)?\b') then 'unread'
                end
            },
            {
                'field': 'precedence',
                'state': case
                    when h.precedence is not null then 'filled'
                    when h.lacks_envelope then 'cut'
                    else 'unread'
                end
            },
            {
                'field': 'declassify_on',
                'state': case
                    when h.declassify_on is not null then 'filled'
                    when regexp_matches(
                        h.order_line,
                        '(?i)\d[/. -]+\d+[/. -]+\d|\d{8}|\d ?[A-Z]{3,9}\.?,? ?\d|[A-Z]{3} \d+,? \d{4}'
                    ) then 'unread'
                    when h.order_line <> '' then 'no_value'
                    when regexp_matches(h.head, '(?i)\bDECL(ASSIFY ON)?:') then 'unread'
                end
            },
            {
                'field': 'classified_by',
                'state': case
                    when h.classified_by is not null then 'filled'
                    when regexp_matches(h.head, '(?i)\bCLA?S\w{3,8} ?BY\W*(X{3,}|DERIVED)') then 'no_value'
                    when regexp_matches(h.text, '(?i)\bCLA?S\w{3,8} ?BY\b[^\n]*\.\.\.\s*$') then null
                    when regexp_matches(h.head, '(?i)\bCLA?S\w{3,8} ?BY\b') then 'unread'
                end
            },
            {
                'field': 'classification_reasons',
                'state': case
                    when h.classification_reasons is not null then 'filled'
                    when regexp_matches(
                        h.head, '(?i)\b1\.?[45]\.? *\( ?[a-h]|\b1\.[45]\.? *[a-h]\b|\bREASONS?:? *\( ?[a-h] ?\)'
                    ) then 'unread'
                end
            },
            {
                'field': 'signed_by',
                'state': case
                    when h.signed_by is not null then 'filled'
                    when regexp_matches(h.ending, '(?i)X{4,}\W*$') then 'no_value'
                    when regexp_matches(h.ending, '(SUMMARY|COMMENT|TEXT|MESSAGE|CABLE)\W*$') then null
                    when regexp_matches(h.ending, '\b[A-Z]{4,}\.?\s*$') then 'unread'
                end
            },
            {
                'field': 'summary',
                'state': case
                    when h.summary is not null then 'filled'
                    when regexp_matches(
                        h.text,
                        '(?i)(^|\n)\W*(\d\W+)?(\([A-Z/]+\)\W*)?(BEGIN |EXECUTIVE )*SUMMARY\b|\bEND (OF )?SUMMARY\b'
                    ) then 'unread'
                end
            },
            {
                'field': 'n_sections',
                'state': case
                    when h.n_sections is not null then 'filled'
                    when regexp_matches(left(h.head, 300), '(?i)\bSECTION *\d|\b0\d{5}\b') then 'unread'
                end
            },
            {
                'field': 'paragraphs',
                'state': case
                    when h.n_paragraphs > 0 then 'filled'
                    when regexp_matches(h.text, '(?m)^\W*1\s?[.)]') then 'unread'
                end
            },
            {
                'field': 'tags',
                'state': case
                    when exists (select 1 from tags as t where t.cable_id = h.cable_id) then 'filled'
                    when regexp_matches(h.head, '(?im)^\W*TA[GB]S?\W*(NONE|N/?A)?\W*$') then 'no_value'
                    when regexp_matches(h.head, '(?im)^\W*TA[GB]S?\b') then 'unread'
                end
            },
            {
                'field': 'recipients',
                'state': case
                    when exists (select 1 from recipients as r where r.cable_id = h.cable_id) then 'filled'
                    when h.lacks_envelope then 'cut'
                    else 'unread'
                end
            },
            {
                'field': 'cable_references',
                'state': case
                    when exists (select 1 from cable_references as r where r.cable_id = h.cable_id) then 'filled'
                    when regexp_matches(h.head, '(?im)^\W*REF\w*\W*(NONE|N/?A|NIL)?\W*$') then 'no_value'
                    when regexp_matches(h.head, '(?im)^\W*REF(S|TELS?|ERENCES?|\(S\))?\s*[:;]') then 'unread'
                end
            }
        ], recursive := true)
    from heads as h
),

counted as (
    select
        field,
        count(*)::integer as n_cables,
        count(*) filter (where state = 'filled')::integer as n_filled,
        count(*) filter (where coalesce(state, otherwise) = 'no_line')::integer as n_no_line,
        count(*) filter (where state = 'no_value')::integer as n_no_value,
        count(*) filter (where coalesce(state, otherwise) = 'cut')::integer as n_cut,
        count(*) filter (where state = 'unread')::integer as n_unread,
        min(cable_id) filter (where state = 'unread') as example_unread
    from states
    group by field
)

select
    field,
    n_cables,
    n_filled,
    n_filled / n_cables as share,
    n_no_line,
    n_no_value,
    n_cut,
    n_unread,
    n_filled / nullif(n_filled + n_unread, 0) as share_read,
    example_unread
from counted
order by share desc, field
