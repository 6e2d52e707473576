"""Arms figures: numbers in cables' paragraphs that measure a transfer of arms.

Layers, each importing only from those above: `models`, `lexicon` (words from sql/reference), `numbers`, `patterns`
(a sentence analysed), `parties`, `years`, `status`, `confidence`, `find` (the loop), `normalize` (dollars, doubt).
Columnar first: an expression keeps candidate paragraphs, and only those reach the recognizer.
"""

from etl.figures.recognize import recognize_figures

__all__ = ["recognize_figures"]
