-- Distinct arms deals and totals, however many paragraphs, cables and mirrors tell them: one row a deal or total.
--
-- deal_id | | key: the figure_id of its fullest telling, the head; deal_figures and arms_figure_evidence list all
-- kind | | value or quantity
-- scope | | deal: one transaction; total: a sum over many
-- flow | | sale, grant or illicit
-- status | | how far it came: delivered, contracted, reported, proposed; or refused
-- seller | | exporting country, ISO 3166-1 alpha-3; null when not told, or for all
-- buyer | | receiving country, ISO 3166-1 alpha-3, or a non-state body; null when not told, or for all
-- year_from | year | first calendar year, from the text; of the order where that is told; null when no text tells it
-- year_to | year | last calendar year
-- system | | the weapon as the head names it
-- system_key | | the weapon without case, blanks, hyphens and plural
-- system_category | | category of the system, after SIPRI
-- unit | | what the amounts are in: USD, another currency where no rate is known, or pieces
-- amount | USD, nominal, or unit | best estimate: the amount of the head; the low end of a range
-- amount_low | USD, nominal, or unit | the lowest amount told
-- amount_high | USD, nominal, or unit | the highest amount told, high ends of ranges included
-- part_of | | the deal_id of a deal that holds this one, see the notes; null when none does
-- is_suspect | | true when every figure that tells it may be wrong
-- is_counted | | true when the sums by year count it
-- not_counted | | why they do not; null when they do
-- is_order_only | | true when it is told as ordered, never as delivered or plainly sold
-- n_figures | figures | figures that tell it
-- n_cables | cables | cables that tell it
-- n_suspect | figures | those of its figures that are suspect; they tell nothing of the above unless all are
-- first_told_at | UTC | when the first cable that tells it was sent
-- last_told_at | UTC | when the last one was sent
-- confidence | 0..1 | of the surest figure
--
-- stored: yes
--
-- What makes figures one deal: see deal_figures. A deal counts in one year only, that of its head.
-- Part of another deal is, in a list, each of the numbers that follow one another in a sentence and come exactly to the
-- number before them ("nine submarines, five Project 636 and four Project 677"; values to within 2 %); and a delivery
-- of fewer pieces of the same weapon than were ordered between the same parties that year or in the five before it.
-- A list of weapons counts by its parts, which name the weapons better; all else counts by the whole.
-- Refused: called off in a cable as late as any that speaks of an order or a sale, and nowhere delivered.
-- The sums by year leave out what was only proposed, or refused; grants and smuggling; figures over several years,
-- which are not spread; deals whose texts name no year, for a cable's own year says when it was told, not when it was
-- sold; values that cannot be given in US dollars; weapons that are not named; suspects; parts of what is counted.
with members as materialized (
    select m.deal_id, f.*, bool_and(f.is_suspect) over (partition by m.deal_id) as all_suspect
    from deal_figures as m
    join arms_comparable_figures as f on f.figure_id = m.figure_id
),

told as materialized (
    select
        deal_id,
        min(seller) as seller, max(seller) as other_seller,
        min(buyer) as buyer, max(buyer) as other_buyer,
        min(amount) as amount_low,
        max(amount_high) as amount_high,
        bool_or(status = 'delivered') as is_delivered,
        bool_or(status = 'contracted') as is_contracted,
        bool_or(status = 'reported') as is_reported,
        coalesce(
            max(created_at) filter (where status = 'refused') >= max(created_at) filter (where is_firm),
            bool_or(status = 'refused') and not bool_or(is_firm)
        ) as is_refused,
        max(confidence) as confidence
    from members
    -- a suspect tells nothing of a deal that a sound figure tells
    where not is_suspect or all_suspect
    group by deal_id
),

stages as (
    select
        *,
        case
            when is_delivered then 'delivered'
            when is_refused then 'refused'
            when is_contracted then 'contracted'
            when is_reported then 'reported'
            else 'proposed'
        end as deal_status
    from told
),

counts as (
    select
        deal_id,
        bool_and(is_suspect) as is_suspect,
        count(*)::integer as n_figures,
        count(distinct cable_id)::integer as n_cables,
        count(*) filter (where is_suspect)::integer as n_suspect,
        min(created_at) as first_told_at,
        max(created_at) as last_told_at
    from members
    group by deal_id
),

-- members that can hold others, or be held
sure as (
    select *
    from members
    where scope = 'deal' and not is_suspect and amount = amount_high and amount > 0
),

listed as materialized (
    select
        *,
        row_number() over listing as place,
        sum(amount) over (listing rows between unbounded preceding and current row) as amount_up_to_here
    from sure
    window listing as (
        partition by sentence, kind, flow, seller, buyer, currency order by char_start
    )
),

lists as (
    select
        whole.deal_id as whole_id,
        whole.sentence, whole.kind, whole.flow, whole.seller, whole.buyer, whole.currency,
        whole.place as whole_place,
        min(final.place) as final_place
    from listed as whole
    join listed as final
        on final.sentence = whole.sentence and final.kind = whole.kind and final.flow = whole.flow
        and final.seller is not distinct from whole.seller and final.buyer is not distinct from whole.buyer
        and final.currency is not distinct from whole.currency
    where final.place >= whole.place + 2
        and (whole.kind = 'value' or whole.is_noun)
        and abs(final.amount_up_to_here - whole.amount_up_to_here - whole.amount)
            <= case whole.kind when 'value' then 0.02 * whole.amount else 0 end
    group by all
),

orders as (
    select *
    from sure
    where kind = 'quantity' and figure_id = deal_id and status = 'contracted' and year_from = year_to
        and seller is not null and buyer is not null
),

deliveries as (
    select *
    from sure
    where kind = 'quantity' and figure_id = deal_id and status = 'delivered' and year_from = year_to
),

parts as materialized (
    select part.deal_id, l.whole_id, 'list' as link
    from lists as l
    join listed as part
        on part.sentence = l.sentence and part.kind = l.kind and part.flow = l.flow
        and part.seller is not distinct from l.seller and part.buyer is not distinct from l.buyer
        and part.currency is not distinct from l.currency
    where part.place > l.whole_place and part.place <= l.final_place and part.deal_id <> l.whole_id
    union
    select d.deal_id, o.deal_id, 'delivery'
    from deliveries as d
    join orders as o
        on o.seller = d.seller and o.buyer = d.buyer and o.system_key = d.system_key and o.flow = d.flow
    where d.amount < o.amount and d.year_from between o.year_from and o.year_from + 5
),

assembled as materialized (
    select
        head.figure_id as deal_id, head.kind, head.scope, head.flow,
        t.deal_status as status,
        -- what the head leaves untold, the others may tell, if they agree
        coalesce(head.seller, case when t.seller = t.other_seller then t.seller end) as seller,
        coalesce(head.buyer, case when t.buyer = t.other_buyer then t.buyer end) as buyer,
        head.year_from, head.year_to, head.system, head.system_key, head.system_category, head.unit, head.amount,
        t.amount_low, t.amount_high,
        t.is_contracted and not t.is_delivered and not t.is_reported as is_order_only,
        n.is_suspect, n.n_figures, n.n_cables, n.n_suspect, n.first_told_at, n.last_told_at,
        t.confidence,
        case
            when head.flow <> 'sale' then head.flow
            when t.deal_status in ('proposed', 'refused') then t.deal_status
            when head.year_from is null then 'no year told'
            when head.year_from <> head.year_to then 'several years'
            when head.kind = 'value' and head.unit <> 'USD' then 'no rate to US dollars'
            when head.kind = 'quantity' and head.system is null then 'no weapon named'
            when not head.amount > 0 then 'no amount'
            when n.is_suspect then 'suspect'
        end as reason
    from arms_comparable_figures as head
    join stages as t on t.deal_id = head.figure_id
    join counts as n on n.deal_id = head.figure_id
),

-- a list of weapons counts by its parts, which name the weapons better; all else counts by the whole
left_out as (
    select p.deal_id, 'part of another deal' as reason
    from parts as p
    join assembled as whole on whole.deal_id = p.whole_id
    where whole.reason is null and (p.link <> 'list' or whole.kind = 'value')
    union
    select p.whole_id, 'told by its parts'
    from parts as p
    join assembled as part on part.deal_id = p.deal_id
    where part.reason is null and p.link = 'list' and part.kind = 'quantity'
),

inside as (
    select deal_id, max(reason) as reason
    from left_out
    group by deal_id
),

wholes as (
    select deal_id, min(whole_id) as whole_id
    from parts
    group by deal_id
)

select
    a.deal_id, a.kind, a.scope, a.flow, a.status, a.seller, a.buyer, a.year_from, a.year_to,
    a.system, a.system_key, a.system_category, a.unit, a.amount, a.amount_low, a.amount_high,
    w.whole_id as part_of,
    a.is_suspect,
    a.reason is null and i.reason is null as is_counted,
    coalesce(a.reason, i.reason) as not_counted,
    a.is_order_only, a.n_figures, a.n_cables, a.n_suspect, a.first_told_at, a.last_told_at, a.confidence
from assembled as a
left join inside as i on i.deal_id = a.deal_id
left join wholes as w on w.deal_id = a.deal_id
order by a.deal_id
