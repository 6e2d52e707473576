"""Telegrams composed at random, of the 1970s and of the 2000s, with what a reader must find in them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import strategies as st

POSTS = {
    "LONDON": ("Embassy London", "RUEHLO", "United Kingdom London"),
    "ABU DHABI": ("Embassy Abu Dhabi", "RUEHAD", "United Arab Emirates Abu Dhabi"),
    "THE HAGUE": ("Embassy The Hague", "RUEHTC", "Netherlands The Hague"),
    "MOSCOW": ("Embassy Moscow", "RUEHMO", "Russia Moscow"),
    "BRASILIA": ("Embassy Brasilia", "RUEHBR", "Brazil Brasilia"),
    "NEW DELHI": ("Embassy New Delhi", "RUEHNE", "India New Delhi"),
    "RIYADH": ("Embassy Riyadh", "RUEHRH", "Saudi Arabia Riyadh"),
    "SANTIAGO": ("Embassy Santiago", "RUEHSG", "Chile Santiago"),
    "WARSAW": ("Embassy Warsaw", "RUEHWR", "Poland Warsaw"),
}
LEVELS = {
    "UNCLASSIFIED": ("UNCLAS", "UUUUU"),
    "CONFIDENTIAL": ("C O N F I D E N T I A L", "CCCCC"),
    "SECRET": ("S E C R E T", "SSSSS"),
}
MARKS = ("C", "S/NF", "SBU", "U")
PRECEDENCES = {"R": "ROUTINE", "P": "PRIORITY", "O": "IMMEDIATE"}
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
SENTENCES = (
    "The ministry of defense plans to buy 24 fighters at USD 2.6 billion.",
    'Asked about the delay, the deputy minister said "no comment" and left.',
    "Poland & Chile <both sides> asked for offsets of 100 percent; Denmark's did not.",
    "The yard at Vlissingen overhauls 4 frigates, 2 of them of the M class, for the Chilean navy.",
    "Officials confirmed\nthat 36 launchers were\ndelivered by rail.",
    "Talks go on -- slowly -- in three capitals, and the café where they meet is full.",
    "A team from Sao Paulo (São Paulo) inspected the engines; see paragraph 2.",
    "An attaché will be\nposted in Berlin and in Bern,\nwhere the embassy sees\nno response to the first letter.",
    "He cited 1.4 billion euros, then 1,400 million.",
)
SUBJECTS = (
    "FRIGATES FOR CHILE",
    "ARMS SALES & OFFSETS: TALKS\nIN THREE CAPITALS",
    "U.S. LETTER OF OFFER (LOA)",
)
CLOSINGS = (
    "",
    "\nClassified By: Political Counselor, reasons 1.4 (b) and (d).\n",
    "\nClassified By: CDA FOR REASONS 1.5 (B) AND (D)\n",
)
TAG_LINES = ("MASS, PREL", "MARR MASS PREL", "MASS, MARR, PREL")
HEADINGS = ("OFFSETS AND PRICES", "Next Steps", "COMMENT")
SIGNATURES = ("SMITH", "Miller", "BROWN")
ODD_BLOCKS = (
    "Type        Number   Price\n----------  ------   -----\nF-16            48     3.5\nC-130            5     0.4",
    "-- the navy wants frigates;\n-- the army wants tanks;\n\n   -- and so on.",
    "Visit Embassy London's classified web site:\nhttp://www.example.sgov.gov/p/eur/london/index.cfm",
    "QUOTE\nThe parties agree\n  to agree.\nUNQUOTE",
    "(A) first, the engines;\n\n(B) then the hulls.",
    "a) Price: > 3 billion\n> 4 billion with spares",
    "Comments off the record were few.",
    "END OF PART ONE\n* * * * *\n\nBEGIN PART TWO",
    "Share on the costs: 40 percent, no\nresponse to the offer so far, and\nrelated links to be shown.",
)
"""Blocks of text that belong to no numbered paragraph, and that pages could mistake for their own."""


@dataclass(frozen=True)
class Telegram:
    """One telegram, and what it says.

    Attributes:
        envelope: routing to addressees.
        text: classification line, caption, paragraphs, signature.
        post: as the telegram prints it; a key of `POSTS`.
        serial: its number.
        sent_at: its date-time group.
        classification: its level, in full.
        precedence: its precedence.
        subject: on one line.
        n_sections: in how many sections it was sent.
        paragraphs: number, portion mark and words of each numbered paragraph.
        signature: as printed, if any.
    """

    envelope: str
    text: str
    post: str
    serial: int
    sent_at: datetime
    classification: str
    precedence: str
    subject: str
    n_sections: int
    paragraphs: tuple[tuple[int, str | None, str], ...]
    signature: str | None

    @property
    def whole(self) -> str:
        """Envelope and text."""
        return f"{self.envelope}\n{self.text}"

    @property
    def origin(self) -> str:
        """The post as the Department names it."""
        return POSTS[self.post][0]

    @property
    def sender(self) -> str:
        """Its country and city, as archives print them."""
        return POSTS[self.post][2]

    @property
    def cable_id(self) -> str:
        """The canonical id."""
        return f"{self.sent_at:%y}{self.post.replace(' ', '')}{self.serial}"


@st.composite
def telegrams(draw: st.DrawFn, *, odd: bool = False) -> Telegram:
    """A telegram of either time.

    Args:
        draw: given by hypothesis.
        odd: whether other blocks may stand between the numbered paragraphs, or in their place.
    """
    is_old = draw(st.booleans())
    year = draw(st.integers(1974, 1979) if is_old else st.integers(2003, 2009))
    post = draw(st.sampled_from(sorted(POSTS)))
    serial = draw(st.integers(100, 9999))
    sent_at = datetime(
        year, draw(st.integers(1, 12)), draw(st.integers(1, 28)), draw(st.integers(0, 23)), 15, tzinfo=UTC
    )
    level = draw(st.sampled_from(sorted(LEVELS)))
    letter = draw(st.sampled_from(sorted(PRECEDENCES)))
    compose = _old_heads if is_old else _new_heads
    envelope, marking, order = compose(draw, f"{post} {serial}", sent_at, level, letter)
    subject = draw(st.sampled_from(SUBJECTS))
    tags = draw(st.sampled_from(TAG_LINES))
    closing = "" if is_old else draw(st.sampled_from(CLOSINGS))
    reference = draw(
        st.sampled_from(["", f"\nREF: {post} {serial - 7}\n", "\nREF: A. STATE 12345\n     B. STATE 12399\n"])
    )
    blocks, paragraphs = _body(draw, f"{post} 0000{serial:04}", is_marked=not is_old)
    fields = f"{order}\nTAGS: {tags}\nSUBJECT: {subject}\n"
    n_sections = draw(st.integers(1, 2)) if len(paragraphs) > 1 and not is_old else 1
    if n_sections > 1:
        heads = [f"{LEVELS[level][0]} SECTION 0{n} OF 02 {post} {serial:06}\n\nSIPDIS" for n in (1, 2)]
        marking = heads[0]
        blocks.insert(1, f"{heads[1]}\n\n{order}\nTAGS: {tags}\nSUBJECT: {subject.replace(chr(10), ' ')}\n")
    for block in draw(st.lists(st.sampled_from(ODD_BLOCKS), max_size=3)) if odd else ():
        blocks.insert(draw(st.integers(0, len(blocks))), block)
    caption, body = f"{marking}\n\n{fields}{reference}{closing}", "\n\n".join(blocks)
    signature = draw(st.none() | st.sampled_from(SIGNATURES))
    end = draw(st.sampled_from(["", "\nNNNN"])) if signature else ""
    if is_old:
        caption, body = caption.upper(), body.upper()
        paragraphs = [(number, mark, words.upper()) for number, mark, words in paragraphs]
        signature = signature and signature.upper()
    return Telegram(
        envelope,
        f"{caption}\n{body}" + (f"\n{signature}{end}" if signature else ""),
        post,
        serial,
        sent_at,
        level,
        PRECEDENCES[letter],
        subject.replace("\n", " "),
        n_sections,
        tuple(paragraphs),
        signature,
    )


def _new_heads(
    draw: st.DrawFn, name: str, sent_at: datetime, level: str, letter: str
) -> tuple[str, str, str]:
    post, number = name.rsplit(" ", 1)
    marking, code = LEVELS[level]
    routing = POSTS[post][1]
    info = draw(
        st.sampled_from(
            [
                "",
                "\nINFO RUEHFR/AMEMBASSY PARIS 1201",
                "\nINFO RUEHFR/AMEMBASSY PARIS\nRUEHNO/USMISSION USNATO 0731",
            ]
        )
    )
    envelope = (
        f"VZCZCXRO{number:0>4}\n{letter * 2} RUEHDE\nDE {routing} #{number:0>4}/01 {sent_at:%j%H%M}\n"
        f"ZNY {code} ZZH\n{letter} {sent_at:%d%H%M}Z {MONTHS[sent_at.month - 1]} {sent_at:%y}\n"
        f"FM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC 5710{info}"
    )
    caveats = draw(st.sampled_from(["", "\n\nSIPDIS", "\n\nNOFORN\nSIPDIS"]))
    order = (
        "E.O. 12958: N/A"
        if level == "UNCLASSIFIED"
        else f"E.O. 12958: DECL: {sent_at:%m/%d}/{sent_at.year + 10}"
    )
    return envelope, f"{marking} {post} {number:0>6}{caveats}", order


def _old_heads(
    draw: st.DrawFn, name: str, sent_at: datetime, level: str, letter: str
) -> tuple[str, str, str]:
    post, number = name.rsplit(" ", 1)
    marking = LEVELS[level][0]
    envelope = (
        f"PAGE 01        {post[:6]}  {number:0>5}  {sent_at:%d%H%M}Z\n\n45\nACTION NEA-10\n\n"
        f"INFO  OCT-01  ISO-00  EUR-12  PM-04  /027 W\n{' ' * 21}{'-' * 21}     104418\n"
        f"{letter} {sent_at:%d%H%M}Z {MONTHS[sent_at.month - 1]} {sent_at:%y}\nFM AMEMBASSY {post}\n"
        f"TO SECSTATE WASHDC 4311\nINFO AMEMBASSY PARIS"
    )
    caveat = draw(st.sampled_from(["", "\n\nEXDIS", "\n\nLIMDIS"]))
    return envelope, f"{marking} {name}{caveat}", "E.O. 11652: GDS"


def _body(
    draw: st.DrawFn, page: str, *, is_marked: bool
) -> tuple[list[str], list[tuple[int, str | None, str]]]:
    """Blocks of text with numbered paragraphs, some below a heading, some cut by a page head."""
    blocks: list[str] = []
    paragraphs = []
    sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)
    for number in range(1, draw(st.integers(1, 5)) + 1):
        words = " ".join(draw(sentences))
        mark = draw(st.sampled_from(MARKS)) if is_marked else None
        if draw(st.booleans()) and number > 1:
            heading = draw(st.sampled_from(HEADINGS))
            blocks.append(f"{heading}\n{'-' * len(heading)}")
        gap = draw(st.sampled_from([" ", " ", f"\n\n{page}  002 OF 003\n\n"]))
        blocks.append(f"{number}. {f'({mark}) ' if mark else ''}{words}{gap}It ends here.")
        paragraphs.append((number, mark, f"{words} It ends here.".replace("\n", " ")))
    return blocks, paragraphs
