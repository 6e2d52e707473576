"""Second copies of a dump's cables for the bench: pages of mirrors, some flattened, some cut, in one archive."""

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import dump
from tests.benchmarks.plain_parser import read_rows
from tests.benchmarks.scale_raw import dump_of
from tests.rendering.layouts import RENDERERS, viewer_flattened
from tests.rendering.telegrams import Telegram

SHARE = 0.1
"""Of the rows of a dump that have a second copy."""
FLATTENED, CUT = 0.2, 0.2
"""Of the copies."""
LEAST_KEPT, MOST_KEPT = 0.3, 0.9
"""Share of a cut copy's text."""
LAYOUTS = ("viewer_html", "viewer_text", "wordpress", "scoop", "plusd", "identifier")
REFERENCE = re.compile(r"(\d\d)([A-Z]+)(\d+)")
SUBJECT = re.compile(r"^SUBJECT: ?([^\n]*)", re.MULTILINE)

Row = list[str]


@dataclass(frozen=True)
class Mirrored(Telegram):
    """A telegram of any post, whose names are told; see `Telegram`.

    Attributes:
        named: the post as the Department names it.
    """

    named: str = ""

    @property
    def origin(self) -> str:
        """See `Telegram`."""
        return self.named

    @property
    def sender(self) -> str:
        """See `Telegram`."""
        return self.named


def mirrors_of(n_rows: int, share: float = SHARE) -> Path:
    """An archive with second copies of a share of the rows of a dump of so many, composed now if there is none."""
    path = dump.OUT / f"dump-{n_rows}" / f"mirrors-{share}.zip"
    if not path.exists():
        write(dump_of(n_rows), share, path)
    return path


def write(base: Path, share: float, path: Path, seed: int = dump.SEED) -> int:
    """Write second copies of a share of a dump's rows into an archive, a page each; returns how many."""
    n_pages = 0
    part = path.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for page in pages(base, share, random.Random(seed)):
            n_pages += 1
            archive.writestr(zipfile.ZipInfo(f"{n_pages:06}.html"), page, zipfile.ZIP_DEFLATED, 1)
    part.replace(path)
    return n_pages


def pages(base: Path, share: float, chance: random.Random) -> Iterator[str]:
    """The pages, in the order of the rows; damaged rows have none."""
    for row in read_rows(base):
        if chance.random() >= share or (telegram := of_row(row)) is None:
            continue
        yield _layout(chance)(_cut(telegram, chance))


def of_row(row: Row) -> Mirrored | None:
    """The telegram of a row, and what its page lists; null for a row that is damaged."""
    if len(row) != len(dump.DUMP_COLUMNS):
        return None
    _, created, reference_id, origin, classification, _, header, body = row
    named = REFERENCE.fullmatch(reference_id)
    if named is None:
        return None
    subject = SUBJECT.search(body)
    return Mirrored(
        envelope=header,
        text=body,
        post=named[2],
        serial=int(named[3]),
        sent_at=datetime.strptime(created, "%m/%d/%Y %H:%M").replace(tzinfo=UTC),
        classification=classification,
        precedence="",
        subject=subject[1] if subject else "",
        n_sections=1,
        paragraphs=(),
        signature=None,
        named=origin,
    )


def _layout(chance: random.Random) -> Callable[[Telegram], str]:
    return viewer_flattened if chance.random() < FLATTENED else RENDERERS[chance.choice(LAYOUTS)]


def _cut(telegram: Mirrored, chance: random.Random) -> Mirrored:
    if chance.random() >= CUT:
        return telegram
    kept = chance.uniform(LEAST_KEPT, MOST_KEPT)
    return replace(telegram, text=telegram.text[: int(len(telegram.text) * kept)])
