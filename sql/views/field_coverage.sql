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
-- stored: yes
--
-- The reasons are looked up in cables.text and in findings by patterns of their own, looser than the parser's; the
-- four counts and n_filled add up to n_cables. The envelope is not part of cables.text: what it should have given is
-- unread unless a finding says that the envelope is lost or another cable's.
with fields as (
    select unnest([
        'created_at', 'released_at', 'classification', 'caveats', 'origin', 'origin_country', 'subject', 'precedence',
        'declassify_on', 'classified_by', 'classification_reasons', 'signed_by', 'summary', 'n_sections', 'paragraphs',
        'tags', 'recipients', 'cable_references'
    ]) as field
),

without_envelope as (
    select document_id
    from findings
    where code in ('missing_envelope', 'identity_conflict')
),

-- empty fields that the text says nothing of
empty_of_envelope as (
    select 'created_at' as field, cable_id, document_id, is_partial from cables where created_at is null
    union all
    select 'precedence', cable_id, document_id, is_partial from cables where precedence is null
    union all
    select 'recipients', cable_id, document_id, is_partial from cables anti join recipients using (cable_id)
),

empty_of_page as (
    select 'released_at' as field, cable_id, is_partial, null as state from cables where released_at is null
    union all
    select 'origin', cable_id, is_partial, 'unread' from cables where origin is null
    union all
    select 'origin_country', cable_id, is_partial, 'unread' from cables where origin_country is null
),

empty_of_text as (
    select 'classification' as field, rowid as place from cables where classification is null
    union all
    select 'caveats', rowid from cables where caveats is null
    union all
    select 'subject', rowid from cables where subject is null
    union all
    select 'declassify_on', rowid from cables where declassify_on is null
    union all
    select 'classified_by', rowid from cables where classified_by is null
    union all
    select 'classification_reasons', rowid from cables where classification_reasons is null
    union all
    select 'signed_by', rowid from cables where signed_by is null
    union all
    select 'summary', rowid from cables where summary is null
    union all
    select 'n_sections', rowid from cables where n_sections is null
    union all
    select 'paragraphs', rowid from cables where coalesce(n_paragraphs, 0) = 0
    union all
    select 'tags', rowid from cables anti join tags using (cable_id)
    union all
    select 'cable_references', rowid from cables anti join cable_references using (cable_id)
),

-- for speed, text is read once a cable, and of those only in which something is to be looked up
to_look_up as (
    select place, list(field) as fields
    from empty_of_text
    group by place
),

looked_into as (
    select unnest(e.fields) as field, c.cable_id, c.is_partial, c.text
    from to_look_up as e
    join cables as c on c.rowid = e.place
),

-- The passage to look a field up in; null where it cannot be there. It opens with a line break, to stand for ^ in
-- the patterns: one that opens with ^ or \b reads text six times slower than one that opens with a letter or a line
-- break. Where few texts hold what is looked for, such a one goes first.
passages as (
    select
        field, cable_id, is_partial, text,
        case
            when field in ('caveats', 'subject', 'declassify_on', 'tags')
                or field = 'classified_by' and regexp_matches(text, '(?i)CLA?S\w{3,8} ?BY')
                or field = 'classification_reasons' and (
                    regexp_matches(text, '1\.?[45]\.? *[(a-hA-H]') or regexp_matches(text, '(?i)REASONS?:? *\(')
                )
                or field = 'cable_references' and (
                    regexp_matches(text, '(?i)\n\W*REF') or regexp_matches(text, '(?i)^\W*REF')
                )
                then chr(10) || left(text, 3000)
            when field in ('classification', 'n_sections') then chr(10) || left(text, 300)
            when field = 'signed_by' then right(text, 120)
            when field = 'summary' and regexp_matches(text, '(?i)UMMARY') or field = 'paragraphs'
                then chr(10) || text
        end as passage
    from looked_into
),

looked_up as (
    select
        field, cable_id, is_partial,
        case field
            when 'classification' then case
                when regexp_matches(
                    passage, '(?i)E ?C ?R ?E ?T\b|N ?F ?I ?D ?E ?N ?T|N ?C ?L ?A ?S|OFFICIAL ?USE'
                ) then 'unread'
            end
            when 'caveats' then case
                when regexp_matches(passage, '(?i)\n\W*(NOFORN|NODIS|EXDIS|LIMDIS|STADIS|SIPDIS|SENSITIVE|FOUO)\b')
                    then 'unread'
            end
            when 'subject' then case
                when regexp_matches(passage, '(?i)\n\W*S?UBJ(ECT)?\W*(\n|$)') then 'no_value'
                when regexp_matches(passage, '(?i)\n\W*(\(?[USC]\)\s*)?S?UBJ(ECT)?\b') then 'unread'
            end
            when 'declassify_on' then case
                when regexp_matches(
                    regexp_extract(passage, '(?i)\n\W*E\.? ?[O0]\.?,? ?1\d{4}([^\n]*)', 1),
                    '(?i)\d[/. -]+\d+[/. -]+\d|\d{8}|\d ?[A-Z]{3,9}\.?,? ?\d|[A-Z]{3} \d+,? \d{4}'
                ) then 'unread'
                when regexp_extract(passage, '(?i)\n\W*E\.? ?[O0]\.?,? ?1\d{4}([^\n]*)', 1) <> '' then 'no_value'
                when regexp_matches(passage, '(?i)\bDECL(ASSIFY ON)?:') then 'unread'
            end
            when 'classified_by' then case
                when regexp_matches(passage, '(?i)\bCLA?S\w{3,8} ?BY\W*(X{3,}|DERIVED)') then 'no_value'
                when regexp_matches(text, '(?i)\bCLA?S\w{3,8} ?BY\b[^\n]*\.\.\.\s*$') then null
                when regexp_matches(passage, '(?i)\bCLA?S\w{3,8} ?BY\b') then 'unread'
            end
            when 'classification_reasons' then case
                when regexp_matches(
                    passage, '(?i)\b1\.?[45]\.? *\( ?[a-h]|\b1\.[45]\.? *[a-h]\b|\bREASONS?:? *\( ?[a-h] ?\)'
                ) then 'unread'
            end
            when 'signed_by' then case
                when regexp_matches(passage, '(?i)X{4,}\W*$') then 'no_value'
                when regexp_matches(passage, '(SUMMARY|COMMENT|TEXT|MESSAGE|CABLE)\W*$') then null
                when regexp_matches(passage, '\b[A-Z]{4,}\.?\s*$') then 'unread'
            end
            when 'summary' then case
                when regexp_matches(
                    passage,
                    '(?i)\n\W*(\d\W+)?(\([A-Z/]+\)\W*)?(BEGIN |EXECUTIVE )*SUMMARY\b|\bEND (OF )?SUMMARY\b'
                ) then 'unread'
            end
            when 'n_sections' then case
                when regexp_matches(passage, '(?i)\bSECTION *\d|\b0\d{5}\b') then 'unread'
            end
            when 'paragraphs' then case
                when regexp_matches(passage, '\n\W*1\s?[.)]') then 'unread'
            end
            when 'tags' then case
                when regexp_matches(passage, '(?i)\n\W*TA[GB]S?\W*(NONE|N/?A)?\W*(\n|$)') then 'no_value'
                when regexp_matches(passage, '(?i)\n\W*TA[GB]S?\b') then 'unread'
            end
            when 'cable_references' then case
                when regexp_matches(passage, '(?i)\n\W*REF\w*\W*(NONE|N/?A|NIL)?\W*(\n|$)') then 'no_value'
                when regexp_matches(passage, '(?i)\n\W*REF(S|TELS?|ERENCES?|\(S\))?\s*[:;]') then 'unread'
            end
        end as state
    from passages
),

-- one row a cable and empty field; by default, null, the part is cut away, or nothing speaks of it
empty as (
    from looked_up
    union all
    from empty_of_page
    union all
    select
        field, cable_id, is_partial,
        case when is_partial or document_id in (from without_envelope) then 'cut' else 'unread' end
    from empty_of_envelope
),

counted as (
    select
        field,
        count(*) as n_empty,
        count(*) filter (where state is null and not is_partial) as n_no_line,
        count(*) filter (where state = 'no_value') as n_no_value,
        count(*) filter (where state = 'cut' or state is null and is_partial) as n_cut,
        count(*) filter (where state = 'unread') as n_unread,
        min(cable_id) filter (where state = 'unread') as example_unread
    from empty
    group by field
),

completed as (
    select
        f.field,
        c.n_cables::integer as n_cables,
        (c.n_cables - coalesce(e.n_empty, 0))::integer as n_filled,
        coalesce(e.n_no_line, 0)::integer as n_no_line,
        coalesce(e.n_no_value, 0)::integer as n_no_value,
        coalesce(e.n_cut, 0)::integer as n_cut,
        coalesce(e.n_unread, 0)::integer as n_unread,
        e.example_unread
    from fields as f
    cross join (select count(*) as n_cables from cables) as c
    left join counted as e on e.field = f.field
    where c.n_cables > 0
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
from completed
order by share desc, field
