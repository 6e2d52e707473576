-- Figures that a sum by year may count, one row a figure; suspect ones are marked, and no sum takes them.
--
-- figure_id | | the figure, as in arms_figures
-- cable_id | | the cable that tells it
-- kind | | value or quantity
-- scope | | deal or total
-- status | | delivered, contracted or reported
-- seller | | exporting country; for a deal, filled from figures that tell the same deal in full
-- buyer | | receiving country or body; filled like seller
-- year | year | the calendar year that the text gives
-- system | | the weapon as the text names it
-- system_key | | the same without case, blanks, hyphens and plural: Su-30MK2 and SU 30 MK2 are su30mk2; null for values
-- system_category | | category of the system, after SIPRI
-- amount | USD, nominal, or pieces | the number; the low end of a range
-- amount_high | USD, nominal, or pieces | high end of a range, else amount
-- is_suspect | | true when the number may be wrong
-- confidence | 0..1 | estimated probability that the record is right
--
-- Left out: what was only proposed, or refused; grants and smuggling; figures over several years; figures whose
-- text names no year, for a cable's own year says when it was told, not when it was sold; values that cannot
-- be given in US dollars; quantities of weapons that are not named.
with counted as (
    select
        figure_id, cable_id, kind, scope, status, seller, buyer, year_from as year, system, system_category,
        is_suspect, confidence,
        case when kind = 'value' then amount_usd else amount end as amount,
        -- amount_usd is the low end; the high end has the same rate
        case when kind = 'value' then amount_usd else amount end * greatest(coalesce(amount_high / amount, 1), 1)
            as amount_high,
        case when kind = 'quantity'
            then regexp_replace(regexp_replace(lower(system), '[^a-z0-9]', '', 'g'), 's$', '') end as system_key
    from arms_figures
    where flow = 'sale'
        and status in ('delivered', 'contracted', 'reported')
        and year_basis = 'text'
        and year_from = year_to
        and amount > 0
        and (kind = 'value' and amount_usd > 0 or kind = 'quantity' and system is not null)
),

-- a deal told without its seller is the deal told elsewhere with one: same buyer, year and amount; or the reverse
parties_told_elsewhere as (
    select
        partial.figure_id,
        arg_min(complete.seller, complete.figure_id) as seller,
        arg_min(complete.buyer, complete.figure_id) as buyer
    from counted as partial
    join counted as complete
        on complete.kind = partial.kind
        and complete.year = partial.year
        and complete.system_key is not distinct from partial.system_key
        and (complete.seller = partial.seller or complete.buyer = partial.buyer)
        and complete.amount between partial.amount / 1.02 and partial.amount * 1.02
    where partial.scope = 'deal' and (partial.seller is null) <> (partial.buyer is null)
        and complete.scope = 'deal' and complete.seller is not null and complete.buyer is not null
        and not complete.is_suspect
    group by partial.figure_id
)

select
    c.figure_id, c.cable_id, c.kind, c.scope, c.status,
    coalesce(c.seller, told.seller) as seller,
    coalesce(c.buyer, told.buyer) as buyer,
    c.year, c.system, c.system_key, c.system_category, c.amount, c.amount_high, c.is_suspect, c.confidence
from counted as c
left join parties_told_elsewhere as told on told.figure_id = c.figure_id
