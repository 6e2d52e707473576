-- The span of a figure lies inside its paragraph and holds a number, in digits or in words; and the figure's sentence
-- is told there, up to blanks.
--
-- table: arms_figures
-- reads: arms_figures, paragraphs
-- severity: error
-- scope: part
--
-- One check, since it reads the text of paragraphs.
with quoted as (
    select
        f.figure_id,
        f.char_start,
        f.char_end,
        f.evidence,
        p.text,
        substring(p.text, f.char_start + 1, f.char_end - f.char_start) as number
    from arms_figures as f
    join paragraphs as p on p.paragraph_id = f.paragraph_id
)

select *
from quoted
where char_end > length(text)
    or not regexp_matches(
        lower(number),
        '[0-9]|\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|'
        || '(thir|four|fif|six|seven|eigh|nine)teen|(twen|thir|for|fif|six|seven|eigh|nine)ty|'
        || 'half|quarter|third|single|pair|couple|both|dozen|score|hundred|thousand|million|billion|trillion)'
    )
    or not contains(
        regexp_replace(text, '\s+', ' ', 'g'), trim(regexp_replace(evidence, '\s+', ' ', 'g'))
    )
