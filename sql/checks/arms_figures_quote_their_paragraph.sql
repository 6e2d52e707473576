-- The span of a figure lies inside its paragraph and is a number, in digits or in words, not cut; digits are its
-- amount, times a thousand, a million and the like; and the figure's sentence is told there, up to blanks.
--
-- table: arms_figures
-- reads: arms_figures, paragraphs
-- severity: error
-- scope: part
--
-- One check, since it reads the text of paragraphs. Numbers in words are not read again; nor are suspect figures, whose
-- digits may be wrong.
with quoted as (
    select
        f.figure_id,
        f.char_start,
        f.char_end,
        f.amount,
        f.is_suspect,
        f.evidence,
        p.text,
        substring(p.text, f.char_start + 1, f.char_end - f.char_start) as number
    from arms_figures as f
    join paragraphs as p on p.paragraph_id = f.paragraph_id
),

told as (
    select *, try_cast(replace(regexp_extract(number, '^[0-9][0-9,]*([.][0-9]+)?'), ',', '') as double) as digits
    from quoted
)

select figure_id, number, amount, char_start, char_end, evidence, text
from told
where char_end > length(text)
    or regexp_matches(substring(text, char_start, 1), '[0-9]')
    or regexp_matches(substring(text, char_end + 1, 1), '[0-9]')
    or (digits is not null and not is_suspect and not exists (
        select 1
        from (values (1e0), (12e0), (1e2), (1e3), (1e5), (1e6), (1e7), (1e9), (1e12)) as units (unit)
        where abs(digits * unit - amount) <= 0.01
    ))
    or not regexp_matches(
        lower(number),
        '[0-9]|\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|'
        || '(thir|four|fif|six|seven|eigh|nine)teen|(twen|thir|for|fif|six|seven|eigh|nine)ty|'
        || 'half|quarter|third|single|pair|couple|both|dozen|score|hundred|thousand|million|billion|trillion)'
    )
    or not contains(
        regexp_replace(text, '\s+', ' ', 'g'), trim(regexp_replace(evidence, '\s+', ' ', 'g'))
    )
