-- At least 99.5 % of the words that were sent below the captions stand in paragraphs.
--
-- table: cables
-- reads: cables
-- severity: error
--
-- Weighed over all cables, and over a hundred thousand words at least, so that one damaged page stops no small build;
-- each cable that falls short is a finding, words_lost. Page lines and repeated headers do not count as sent.
with words as (
    select
        sum(n_words) as n_kept,
        sum(n_words_lost) as n_lost,
        max_by(cable_id, n_words_lost) as cable_id
    from cables
    where n_words_lost is not null
)

select
    n_lost,
    n_kept + n_lost as n_sent,
    n_kept / (n_kept + n_lost) as share,
    cable_id as example
from words
where n_kept + n_lost >= 100000 and n_lost > 0.005 * (n_kept + n_lost)
