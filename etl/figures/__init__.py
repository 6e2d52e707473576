"""Arms figures: numbers in cables' paragraphs that measure a transfer of arms.

Columnar first: an expression keeps candidate paragraphs, only those reach the recognizer. Its layers, each
importing only from those above:

* `models`      what the layers hand to each other
* `lexicon`     the word lists of sql/reference; `weights` the weights of cues
* `numbers`     digits, words, ranges, magnitudes, currencies
* `mentions`    arms and words of transfer; `party_mentions` countries, governments, makers, fighters
* `sentences`   a paragraph cut and analysed; `counted` what a number counts, names, dates or measures
* `syntax`      prepositions, voice, possessives; `hints` and `roles` who sells and who buys by them
* `reading`     a paragraph as read; `elision` what its numbers leave out; `times` the years it names
* `wording`     the very words around a number, a party or a time
* `transfers`, `lookalikes`, `evidence`   cues for and against a figure
* `stages`, `years`, `scope`   its status, years, sum and flow
* `parties` (`party_cues`, `party_beside`)   its sides
* `find`        the loop over sentences and numbers
* `normalize`   dollars and doubt
* `recognize`   the stage: frames in, frame out

A choice is never a cascade of rules: each option has named cues, each cue a fitted weight, the best sum wins.
"""

from etl.figures.recognize import recognize_figures

__all__ = ["recognize_figures"]
