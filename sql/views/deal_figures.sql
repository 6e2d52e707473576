-- Which deal, or which total, each arms figure tells: one row a figure.
--
-- figure_id | | the figure, as in arms_figures
-- deal_id | | the deal or total that it tells, as in deals: the figure_id of its fullest telling, the head
-- link | | why it belongs there: head; another currency; no year told; another year (a later stage); same year
--
-- stored: yes
--
-- A figure joins the head that it fits. It fits when nothing that it tells contradicts the head:
-- 1. Both are values, or both quantities; both single deals, or both totals; both sales, both grants or both illicit.
-- 2. Parties: seller and buyer are equal, or one text leaves one of them untold. At least one is told by both.
-- 3. Amounts: values within 2 % of each other, as texts round; within 10 % when they are told in different
-- currencies, as rates move within a year. Counts are equal. A range fits what lies inside it.
-- 4. Weapons: the same; or one is the other's family (Su-30, Su-30MK2); or one is a plain word and both have the same
-- category (24 fighters, 24 Su-30MK2). A value may leave the weapon untold, a count may not.
-- 5. Years: they overlap; or lie at most five apart, and the later text tells a later stage: proposed, ordered,
-- delivered, or called off. Two orders, or two deliveries, of different years are two deals. For texts without a year
-- see arms_comparable_figures.
-- 6. Two numbers of one sentence are two deals, unless one is the other in another currency.
-- 7. A total is a sum over its own time and parties: for totals, parties and years must be equal.
--
-- Each figure is compared with heads only, never with other members: a chain of small differences cannot join
-- what lies far apart. One that fits several heads joins the one nearest in amount, then in time, and counts once.
with ranked as materialized (
    select
        *,
        -- the fullest telling comes first and becomes the head: sold rather than proposed, one year rather than several
        -- or none, both parties, a weapon by name, the order before the delivery, what most texts tell, the surest
        row_number() over (
            order by
                is_suspect,
                is_firm desc,
                case when year_from = year_to then 0 when year_from is not null then 1 else 2 end,
                (seller is null)::integer + (buyer is null)::integer,
                case when not is_noun then 0 when is_noun then 1 else 2 end,
                stage,
                currency is distinct from 'USD',
                n_told desc,
                confidence desc,
                figure_id
        ) as place
    from (
        select
            *,
            case status when 'proposed' then 1 when 'contracted' then 2 when 'reported' then 3 when 'delivered' then 4
                else 1 end as stage,
            count(*) over (
                partition by kind, scope, flow, seller, buyer, system_key, year_from, year_to, unit, amount
            ) as n_told
        from arms_comparable_figures
    )
),

-- for speed: amounts in classes of 10 %, a range in several; what fits lies in the same or in the next class
classed as materialized (
    select
        place, kind, scope, flow, unit, seller, buyer,
        unnest(range(floor(ln(amount) / ln(1.1))::integer, floor(ln(amount_high) / ln(1.1))::integer + 1)) as class
    from ranked
    where amount > 0
),

wide_classed as materialized (
    select distinct place, kind, scope, flow, unit, seller, buyer, class + unnest([-1, 0, 1]) as class
    from classed
),

-- rules 1 and 2
candidates as materialized (
    select head.place as head_place, other.place as other_place
    from wide_classed as head
    join classed as other using (kind, scope, flow, unit, class, seller, buyer)
    where head.place < other.place
    union
    select head.place, other.place
    from wide_classed as head
    join classed as other using (kind, scope, flow, unit, class, seller)
    where head.place < other.place and (head.buyer is null or other.buyer is null)
    union
    select head.place, other.place
    from wide_classed as head
    join classed as other using (kind, scope, flow, unit, class, buyer)
    where head.place < other.place and (head.seller is null or other.seller is null)
),

pairs as (
    select
        head.figure_id as head_id,
        head.place as head_place,
        other.figure_id,
        abs(ln(other.amount / head.amount)) as amount_apart,
        abs(other.may_be_to - head.may_be_to) as years_apart,
        case
            when other.currency <> head.currency then 'another currency'
            when other.year_from is null or head.year_from is null then 'no year told'
            when other.year_from > head.year_to or head.year_from > other.year_to then 'another year'
            else 'same year'
        end as link,
        -- rule 3
        case
            when head.kind = 'quantity' then 1
            when other.currency = head.currency then 1.02
            else 1.1
        end as tolerance,
        other.amount <= head.amount_high * tolerance and head.amount <= other.amount_high * tolerance as amounts_fit,
        -- rule 4
        -- where the family's name ends, another word begins: Su-30 and Su-30MK2, but not T-7 and T-72
        case when length(other.system_words) < length(head.system_words) then other.system_words else head.system_words
        end as family,
        case when length(other.system_words) < length(head.system_words) then head.system_words else other.system_words
        end as member,
        case
            when other.system_key is null or head.system_key is null then head.kind = 'value'
            when other.system_key = head.system_key then true
            when not other.is_noun and not head.is_noun then starts_with(member, family) and regexp_matches(
                substring(member, length(family), 2), '^(.-|[a-z][0-9]|[0-9][a-z])$'
            )
            else coalesce(
                other.is_noun <> head.is_noun and other.system_category = head.system_category,
                head.kind = 'value'
            )
        end as weapons_fit,
        -- rule 5
        greatest(other.may_be_from - head.may_be_to, head.may_be_from - other.may_be_to) as gap,
        case when other.may_be_from > head.may_be_to then other.stage else head.stage end as later_stage,
        case when other.may_be_from > head.may_be_to then head.stage else other.stage end as earlier_stage,
        case when other.may_be_from > head.may_be_to then other.status else head.status end as later_status,
        gap <= 0
        or gap <= 5 and (
            later_stage > earlier_stage
            or later_status = 'refused' and earlier_stage < 4
            or not head.is_firm and not other.is_firm
        ) as years_fit,
        -- rule 6
        other.sentence <> head.sentence or other.currency <> head.currency as is_told_apart,
        -- rule 7
        head.scope = 'deal'
        or (
            other.seller is not distinct from head.seller
            and other.buyer is not distinct from head.buyer
            and other.year_from is not distinct from head.year_from
            and other.may_be_to = head.may_be_to
        ) as totals_fit
    from candidates
    join ranked as head on head.place = candidates.head_place
    join ranked as other on other.place = candidates.other_place
),

fits as materialized (
    select head_id, head_place, figure_id, amount_apart, years_apart, link
    from pairs
    where amounts_fit and weapons_fit and years_fit and is_told_apart and totals_fit
),

followers as materialized (
    select figure_id, head_id, link
    from fits
    -- only heads take members
    where head_id not in (select figure_id from fits)
    qualify row_number() over (partition by figure_id order by amount_apart, years_apart, head_place) = 1
)

select
    r.figure_id,
    coalesce(f.head_id, r.figure_id) as deal_id,
    coalesce(f.link, 'head') as link
from ranked as r
left join followers as f on f.figure_id = r.figure_id
order by r.figure_id
