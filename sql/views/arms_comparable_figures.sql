-- Arms figures in a form that two of them can be compared in: one row a figure.
--
-- figure_id | | the figure, as in arms_figures
-- cable_id | | the cable that tells it
-- sentence | | the paragraph and its sentence: figures with the same stand side by side
-- char_start | characters, 0-based | where the number starts in its paragraph
-- kind | | value or quantity
-- scope | | deal: one transaction; total: a sum over many
-- flow | | sale, grant or illicit
-- status | | delivered, contracted, proposed, refused or reported
-- is_firm | | true for delivered, contracted and reported: it was sold, not only talked of
-- seller | | exporting country
-- buyer | | receiving country or body
-- system | | the weapon as the text names it
-- system_key | | the same without case, blanks, hyphens and plural: Su-30MK2 and SU 30 MK2 are su30mk2
-- system_words | | the same in lower case, words parted by a hyphen: su-30mk2, black-hawk
-- is_noun | | true when the weapon is a plain word (helicopters), false when it is a name (Mi-17, Black Hawk)
-- system_category | | category of the system, after SIPRI
-- currency | | ISO 4217 code that the text uses; null for quantities
-- unit | | what amount is in: USD, another currency where no rate is known, or pieces
-- amount | USD, nominal, or unit | the number; the low end of a range
-- amount_high | USD, nominal, or unit | high end of a range, else amount
-- year_from | year | first calendar year that the text gives; null when it gives none
-- year_to | year | last calendar year that the text gives
-- may_be_from | year | the earliest year that it can belong to, see the notes
-- may_be_to | year | the latest year that it can belong to
-- told_in | year | year of the cable
-- created_at | UTC | when the cable was sent
-- is_suspect | | true when the number may be wrong
-- confidence | 0..1 | estimated probability that the record is right
--
-- stored: yes
--
-- A text without a year says little: what was sold was sold in the five years before the cable, the time that an
-- arms deal takes; what is only proposed or refused belongs to the year of the cable.
with told as (
    select
        f.*,
        c.year as told_in,
        c.created_at,
        f.status in ('delivered', 'contracted', 'reported') as is_firm,
        -- the year of a cable says when it was told, not when it was sold
        case when f.year_basis = 'text' then f.year_from end as text_from,
        case when f.year_basis = 'text' then f.year_to end as text_to,
        case when f.kind = 'value' then coalesce(f.amount_usd, f.amount) else f.amount end as number
    from arms_figures as f
    left join cables as c on c.cable_id = f.cable_id
)

select
    figure_id, cable_id, paragraph_id || ' ' || evidence as sentence, char_start,
    kind, scope, flow, status, is_firm, seller, buyer,
    system,
    regexp_replace(regexp_replace(lower(system), '[^a-z0-9]', '', 'g'), 's$', '') as system_key,
    regexp_replace(lower(system), '[^a-z0-9]+', '-', 'g') as system_words,
    -- where all is in capitals, capitals tell no name
    not regexp_matches(system, '[0-9]') and (system = lower(system) or evidence = upper(evidence)) as is_noun,
    system_category,
    currency,
    case when kind = 'quantity' then 'pieces' when amount_usd is null then currency else 'USD' end as unit,
    number as amount,
    -- amount_usd is the low end; the high end has the same rate
    number * greatest(coalesce(amount_high / nullif(amount, 0), 1), 1) as amount_high,
    text_from as year_from,
    text_to as year_to,
    coalesce(text_from, case when is_firm then told_in - 5 else told_in end) as may_be_from,
    coalesce(text_to, told_in) as may_be_to,
    told_in, created_at, is_suspect, confidence
from told
