-- Every arms figure with its sentence, its paragraph and its cable: one row a figure.
--
-- figure_id | | the figure, as in arms_figures
-- deal_id | | the deal or total it tells, as in deals
-- deal_seller | | seller of the deal, which another text may tell
-- deal_buyer | | buyer of the deal
-- deal_system_key | | weapon of the deal, without case, blanks, hyphens and plural
-- counts_in_year | year | the year in which the sums by year count the deal; null when they do not
-- not_counted | | why they do not
-- kind | | value or quantity
-- number | | the number as the paragraph writes it
-- amount | currency units, or pieces | the number in full; the low end of a range
-- amount_high | currency units, or pieces | high end of a range
-- currency | | ISO 4217; null for quantities
-- amount_usd | USD, nominal | amount at the year's average rate
-- system | | the weapon as the text names it
-- seller | | exporting or donating country, ISO 3166-1 alpha-3
-- buyer | | receiving country, ISO 3166-1 alpha-3, or a non-state body
-- year_from | year | first calendar year it belongs to
-- year_to | year | last calendar year it belongs to
-- year_basis | | where the years come from: text or cable
-- status | | delivered, contracted, proposed, refused or reported
-- scope | | deal or total
-- flow | | sale, grant or illicit
-- is_suspect | | true when the number may be wrong
-- suspect_reason | | why it is suspect
-- confidence | 0..1 | estimated probability that the record is right
-- evidence | | the sentence
-- paragraph_id | | the paragraph, with the viewer's own anchor
-- paragraph_link | | where the paragraph stands: document and anchor for saved pages, else the paragraph_id
-- cable_id | | the cable
-- subject | | its subject line
-- created_at | UTC | when it was sent
-- origin | | the post that sent it
-- classification | | its classification
-- uri | | the document it was built from
--
-- stored: yes
select
    f.figure_id,
    g.deal_id, g.seller as deal_seller, g.buyer as deal_buyer, g.system_key as deal_system_key,
    case when g.is_counted then g.year_from end as counts_in_year,
    g.not_counted,
    f.kind,
    substring(p.text, f.char_start + 1, f.char_end - f.char_start) as number,
    f.amount, f.amount_high, f.currency, f.amount_usd, f.system, f.seller, f.buyer,
    f.year_from, f.year_to, f.year_basis, f.status, f.scope, f.flow,
    f.is_suspect, f.suspect_reason, f.confidence, f.evidence,
    f.paragraph_id,
    -- only the viewer's own pages have these anchors
    case when d.layout = 'viewer_html' then d.uri || '#' || split_part(f.paragraph_id, '#', 2)
        else f.paragraph_id end as paragraph_link,
    f.cable_id, c.subject, c.created_at, c.origin, c.classification, d.uri
from arms_figures as f
left join deal_figures as m on m.figure_id = f.figure_id
left join deals as g on g.deal_id = m.deal_id
-- twice, for speed: the second reads the text of these paragraphs, and of no other
left join paragraphs as place on place.paragraph_id = f.paragraph_id
left join paragraphs as p on p.rowid = place.rowid
left join cables as c on c.cable_id = f.cable_id
left join documents as d on d.document_id = c.document_id
order by f.figure_id
