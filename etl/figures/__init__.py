"""Arms figures: numbers in cables' paragraphs that measure a transfer of arms.

Columnar first: an expression keeps candidate paragraphs, only those reach the recognizer. Its layers, each
importing only from those above:

* `models`      what the layers hand to each other
* `lexicon`     the word lists of sql/reference; `mentions` finds them in a sentence
* `numbers`     digits, words, ranges, magnitudes, currencies
* `patterns`    a sentence analysed; what a number counts, and what is a name, a date or a measure
* `hints`       who sells and who buys, by verbs and prepositions; `parties` weighs, `resolve` fills
* `years`, `status`, `confidence`
* `find`        the loop over sentences and numbers
* `normalize`   dollars and doubt
* `recognize`   the stage: frames in, frame out
"""

from etl.figures.recognize import recognize_figures

__all__ = ["recognize_figures"]
