"""The sixty telegrams of the corpus: what each says, before any page wraps it or anything is lost."""

import textwrap
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.reconciliation.wording import Writer
from tests.rendering.telegrams import LEVELS, MONTHS, POSTS, PRECEDENCES, Telegram

N_CABLES = 60
OLD = (9, 19, 28, 35, 44)
"""Telegrams of the 1970s: in capitals, without portion marks, below the archive's distribution lines."""
LINE = 66
HIDDEN_IN_ALL = 16
"""Of this one all copies hide a name: none tells what stood there, so there is no conflict."""
EXTRACT = "This record is a partial extract of the original cable. The full text of the original cable is not available."
BOILERPLATE = (
    "This message is one of a series that the office for transfers sends each week. It lists what was licensed, what "
    "was shipped and what was asked for, in that order, and leaves all comment to the last paragraph.",
    "Posts are reminded that numbers of licenses are not numbers of deliveries. Where a shipment was split, the larger "
    "part counts, and the day on which the last crate was received is the day of the whole. Please correct us by reply.",
)


@dataclass(frozen=True)
class Cable:
    """A telegram as composed; damage makes another one of it.

    Attributes:
        post: as the telegram prints it; a key of `POSTS`.
        serial: its number.
        sent_at: its date-time group.
        level: its classification, in full.
        subject: on one line.
        paragraphs: the words of each numbered paragraph.
        names: words that a redaction may hide.
        reference: its REF line, if any.
        has_envelope, has_marking, has_caption: whether these parts are there.
        notice: what stands in place of the envelope, if anything.
        kept: share of the paragraphs' letters that are there; what is behind them is lost.
        is_signed: whether its signature is there.
        is_paged: whether the line that heads a page of the transmission stands in its middle.
        line: letters of a line; null for paragraphs that are not wrapped.
        dated: its date-time group as printed, where that is not when it was sent.
        marked: its classification line as printed, where that is not its classification.
    """

    post: str
    serial: int
    sent_at: datetime
    level: str
    subject: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...] = ()
    reference: str = ""
    has_envelope: bool = True
    has_marking: bool = True
    has_caption: bool = True
    notice: str = ""
    kept: float = 1.0
    is_signed: bool = True
    is_paged: bool = False
    line: int | None = LINE
    dated: datetime | None = None
    marked: str | None = None

    @property
    def cable_id(self) -> str:
        """The canonical id."""
        return f"{self.sent_at:%y}{self.post.replace(' ', '')}{self.serial}"

    def telegram(self, listed: "Cable | None" = None) -> Telegram:
        """As it is printed.

        Args:
            listed: what the page says of it, where that is not what it says itself.
        """
        listed = listed or self
        return Telegram(
            envelope=self.notice or (self._envelope() if self.has_envelope else ""),
            text=self._text(),
            post=listed.post,
            serial=listed.serial,
            sent_at=listed.sent_at,
            classification=listed.level,
            precedence=PRECEDENCES["P"],
            subject=listed.subject,
            n_sections=1,
            paragraphs=(),
            signature=None,
        )

    @property
    def is_old(self) -> bool:
        """Whether it has the form of the 1970s."""
        return self.sent_at.year < 1990

    def _envelope(self) -> str:
        at = self.dated or self.sent_at
        if self.is_old:
            return (
                f"PAGE 01        {self.post[:6]}  {self.serial:05}  {at:%d%H%M}Z\n\n45\nACTION NEA-10\n\n"
                f"INFO  OCT-01  ISO-00  EUR-12  PM-04  /027 W\n{' ' * 21}{'-' * 21}     104418\n"
                f"P {at:%d%H%M}Z {MONTHS[at.month - 1]} {at:%y}\nFM AMEMBASSY {self.post}\n"
                "TO SECSTATE WASHDC 4311\nINFO AMEMBASSY PARIS"
            )
        return (
            f"VZCZCXRO{self.serial:04}\nPP RUEHFR\nDE {POSTS[self.post][1]} #{self.serial:04}/01 {at:%j%H%M}\n"
            f"ZNY {LEVELS[self.level][1]} ZZH\nP {at:%d%H%M}Z {MONTHS[at.month - 1]} {at:%y}\nFM AMEMBASSY {self.post}\nTO RUEHC/SECSTATE WASHDC PRIORITY 5710\n"
            f"INFO RUEHFR/AMEMBASSY PARIS 1201\nRUEHNO/USMISSION USNATO 0731"
        )

    def _text(self) -> str:
        caveat = "LIMDIS" if self.is_old else "SIPDIS"
        marking = f"{LEVELS[self.marked or self.level][0]} {self.post} {self.serial:06}\n\n{caveat}\n\n"
        parts = [
            marking if self.has_marking else "",
            self._caption() if self.has_caption else "",
            self._body(),
        ]
        return "".join(parts)

    def _caption(self) -> str:
        is_open = self.level == "UNCLASSIFIED"
        until = "N/A" if is_open else f"DECL: {self.sent_at:%m/%d}/{self.sent_at.year + 10}"
        by = "" if is_open else "Classified By: Political Counselor, reasons 1.4 (b) and (d).\n\n"
        reference = f"REF: {self.reference}\n\n" if self.reference else ""
        subject = textwrap.fill(f"SUBJECT: {self.subject}", 60)
        if self.is_old:
            return f"E.O. 11652: GDS\nTAGS: MASS, PREL\n{subject}\n\n{reference}"
        return f"E.O. 12958: {until}\nTAGS: MASS, PREL\n{subject}\n\n{reference}{by}"

    def _body(self) -> str:
        mark = "" if self.is_old else f"({self.level[0]}) "
        blocks = [f"{number}. {mark}{words}" for number, words in enumerate(self.paragraphs, 1)]
        body = "\n\n".join(textwrap.fill(block, self.line) if self.line else block for block in blocks)
        if self.is_paged:
            lines = body.split("\n")
            page = f"\n{self.post} 0000{self.serial}  002 OF 003 \n\n"
            body = "\n".join([*lines[: len(lines) // 2], page, *lines[len(lines) // 2 :]])
        body = body[: int(len(body) * self.kept)].rstrip()
        return f"{body}\nHOWARD" if self.is_signed else body


def compose_cables(seed: int) -> list[Cable]:
    """All telegrams; the last ones are akin to each other (`_kin`)."""
    writer = Writer(seed)
    kin = _kin(writer)
    shorts = [_short(writer, number) for number in range(45, 51)]
    plain = [_cable(writer, number) for number in range(N_CABLES - len(kin) - len(shorts))]
    return [*plain, *shorts, *kin]


def _head(writer: Writer, number: int) -> dict[str, object]:
    """Where a telegram is from, and when; no two numbers below `N_CABLES` can have one serial."""
    posts, levels = sorted(POSTS), sorted(LEVELS)
    minutes = int(writer.rng.integers(0, 60 * 24 * 24))
    return {
        "post": posts[number % len(posts)],
        "serial": int(writer.rng.integers(85, 160)) * N_CABLES + number,
        "sent_at": datetime(
            1974 + number % 3 if number in OLD else 2004 + number % 6, 1 + number % 12, 3, tzinfo=UTC
        )
        + timedelta(minutes=minutes),
        "level": levels[number % len(levels)],
        "subject": writer.subject(),
    }


def _cable(writer: Writer, number: int) -> Cable:
    head = _head(writer, number)
    texts = writer.plain([int(count) for count in writer.rng.integers(2, 5, 2 + number % 5)])
    told, names = writer.named(2)
    if number == HIDDEN_IN_ALL:
        told, names = told.replace(names[0], "XXXXXXXXXXXX"), ()
    figures = writer.figures(2004 + number % 6, 2 if number % 5 == 0 else 1)
    paragraphs = (texts[0], figures, f"{texts[1]} {told}", *texts[2:])
    if number in OLD:
        paragraphs, names = tuple(map(str.upper, paragraphs)), tuple(map(str.upper, names))
    reference = f"{head['post']} {100 + number}" if number % 3 == 0 else ""
    return Cable(**head, paragraphs=paragraphs, names=names, reference=reference)  # type: ignore[arg-type]


def _short(writer: Writer, number: int) -> Cable:
    """A telegram of a few dozen words."""
    return Cable(**_head(writer, number), paragraphs=tuple(writer.plain([1, 1])))  # type: ignore[arg-type]


def _kin(writer: Writer) -> list[Cable]:
    """Telegrams that share text: a weekly series, a demarche that three posts made, one quoted whole in another."""
    series = _cable(writer, 51)
    weekly = [
        replace(
            series,
            serial=series.serial + number,
            sent_at=series.sent_at + timedelta(days=7 * number),
            subject=f"WEEKLY REPORT ON TRANSFERS, NUMBER {number + 11}",
            paragraphs=(
                BOILERPLATE[0],
                *_own(writer, 1),
                writer.figures(2005, 1),
                *_own(writer, 2),
                BOILERPLATE[1],
            ),
            names=(),
        )
        for number in range(4)
    ]
    return [*weekly, *_demarches(writer), *_quoted(writer)]


def _own(writer: Writer, size: int) -> list[str]:
    return writer.plain([3] * size)


def _demarches(writer: Writer) -> list[Cable]:
    """Three posts delivered the same points, and each tells of it in its own words at the beginning and at the end."""
    first = _cable(writer, 54)
    others = [replace(first, **_head(writer, number), paragraphs=()) for number in (55, 56)]  # type: ignore[arg-type]
    points = first.paragraphs[1:]
    return [
        replace(cable, subject=first.subject, paragraphs=(own, *points, last))
        for cable, own, last in zip([first, *others], _own(writer, 3), writer.plain([2, 2, 2]), strict=True)
    ]


def _quoted(writer: Writer) -> list[Cable]:
    """A telegram, and a longer one of another post that repeats all of it between paragraphs of its own."""
    inner = _cable(writer, 58)
    outer = _cable(writer, 59)
    own = _own(writer, 3)
    return [inner, replace(outer, paragraphs=(own[0], *inner.paragraphs, *own[1:]), names=inner.names)]
