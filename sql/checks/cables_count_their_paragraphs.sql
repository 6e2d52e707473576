-- n_paragraphs and n_words of a cable are those of its rows in paragraphs.
--
-- table: cables
-- reads: cables, paragraphs
-- severity: error
-- scope: part
with counted as (
    select cable_id, count(*) as n_paragraphs, sum(n_words) as n_words
    from paragraphs
    group by cable_id
)

select c.cable_id, c.n_paragraphs, p.n_paragraphs as n_paragraphs_counted, c.n_words, p.n_words as n_words_counted
from cables as c
left join counted as p on p.cable_id = c.cable_id
where c.n_paragraphs <> coalesce(p.n_paragraphs, 0) or c.n_words <> coalesce(p.n_words, 0)
