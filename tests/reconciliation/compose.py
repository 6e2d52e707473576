"""The corpus: sixty telegrams in three to six documents each, with planted damage, blogs, and pages of no cable.

`PLAN` says what happens to which telegram; the seed decides on words and layouts. The same seed gives the same
documents in each run.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.reconciliation import contradictions, losses, misplacements
from tests.reconciliation.blogs import pages_without_cable, quoting_pages
from tests.reconciliation.cables import Cable, compose_cables
from tests.reconciliation.truth import Corpus, Document
from tests.reconciliation.wrapping import clean_copies

SEED = 1961
N_PLAIN = 45
"""Telegrams below this number are long and share no text. Then come six short ones (45 to 50), four of a weekly series
(51 to 54), a demarche of three posts (55 to 57), a telegram that another quotes whole (58) and that other one (59)."""

Damage = Callable[[Cable, Cable, int], list[Document]]
PLAN: list[tuple[Damage, Sequence[int]]] = [
    (losses.flattened, (0, 1, 2, 3, 4, 50)),
    (losses.flattened_alone, (5, 6, 7)),
    (losses.cut, (8, 9, 10, 53)),
    (losses.extract, (11, 12)),
    (losses.cut_neatly, (24, 37, 44, 52)),
    (losses.cut_alone, (13,)),
    (losses.cut_alone_neatly, (14,)),
    (losses.beheaded, (15, 16, 48, 52, 55, 59)),
    (losses.beheaded_without_caption, (17, 47)),
    (losses.beheaded_alone, (18,)),
    (losses.nameless, (19, 20, 21, 22, 46, 47, 51, 56, 58, 59)),
    (losses.nameless_and_cut, (9, 26, 53)),
    (losses.nameless_and_redacted, (43,)),
    (misplacements.mislisted_and_flattened, (30, 34)),
    (misplacements.flattened_below_another_listing, (10, 37)),
    (misplacements.mislisted, (13, 23, 24, 25, 26, 54)),
    (misplacements.below_another_listing, (27, 28, 49)),
    (misplacements.below_unheld_listing, (36, 48)),
    (misplacements.below_another_envelope, (29, 30)),
    (misplacements.text_of_none, (31,)),
    (contradictions.listed_with_another_date, (32, 33, 11)),
    (contradictions.of_another_date, (34, 21)),
    (contradictions.listed_with_another_level, (35, 36, 12)),
    (contradictions.of_another_level, (37, 0)),
    (contradictions.listed_with_another_subject, (38, 39, 25)),
    (contradictions.of_another_subject, (40, 35)),
    (contradictions.redacted, (8, 23, 41, 42, 43, 44, 58)),
    (contradictions.decimals_joined, (32, 35, 38)),
    (contradictions.decimals_parted, (33, 36, 52)),
    (contradictions.amount_altered, (3, 15, 19, 53)),
    (contradictions.amount_altered_in_one_of_two, (4,)),
    (losses.head_elsewhere, (40, 41, 55)),
    (losses.caption_elsewhere, (42, 57)),
    (losses.same_bytes, (10, 24, 45, 51)),
    (losses.paged, (11, 20, 29, 35, 41)),
    (losses.mangled, (17, 22, 31, 49)),
    (losses.misspelt, (27, 33, 39, 50)),
    (losses.trivial_differences, (9, 16, 21, 26, 45, 48, 54)),
]
CONFUSED = ((52, 51), (55, 56))
"""Telegrams whose text also stands below the listing of another that shares much of it."""
ALONE = {5, 6, 7, 13, 14, 18, 40, 41, 42, 55, 57}
"""Of these no clean copy is at hand."""
IN_ONE = {4}
"""Of these only one."""
DUMP_FILE = "cables.csv"
MIN_COPIES = 3


def compose(seed: int = SEED) -> Corpus:
    """All documents, by name."""
    cables = compose_cables(seed)
    documents: list[Document] = []
    for number, cable in enumerate(cables):
        turn = number + seed
        damaged = [
            replace(document, note=f"{damage.__name__} in {document.note}")
            for damage, numbers in PLAN
            if number in numbers
            for document in damage(cable, cables[(number + 7) % N_PLAIN], turn)
        ]
        documents += [*_clean(cable, number, turn, len(damaged)), *damaged]
    documents += [
        replace(document, note=f"{document.note} of a telegram much like it")
        for number, listed in CONFUSED
        for document in misplacements.below_another_listing(cables[number], cables[listed], number)
    ]
    documents += [*quoting_pages(cables), *pages_without_cable()]
    files = [document for document in documents if not document.is_row]
    rows = [document for document in documents if document.is_row]
    return Corpus(
        {f"document-{number:03}.txt": document for number, document in enumerate(files, 1)}
        | {f"{DUMP_FILE}#{number}": _numbered(row, number) for number, row in enumerate(rows, 1)}
    )


def _numbered(row: Document, number: int) -> Document:
    return replace(row, text=row.text.replace('"1"', f'"{number}"', 1))


def _clean(cable: Cable, number: int, turn: int, n_damaged: int) -> list[Document]:
    if number in ALONE:
        return []
    size = 1 if number in IN_ONE else max(2, MIN_COPIES + number % 2 - n_damaged)
    return clean_copies(cable, turn, size)
