"""How many words of a telegram's body stand in no paragraph.

The witness against patterns that cut too much and against pieces lost between steps: it knows none of the
steps, only what went in and what came out. Letters are weighed in every telegram; words are counted one by
one only where letters are missing.
"""

import polars as pl

from etl.reference import caveats
from etl.telegrams.lines import lines_of
from etl.telegrams.octets import counted, mapped
from etl.vocabulary import Classification, Fidelity, ParagraphRole

DOUBT = 0.005
"""Share of missing letters above which words are counted; lines at page breaks come to about 0.002."""

_SHORTEST = 2
"""Letters of the shortest word that is counted."""
# AF-00, INR-10: offices with their numbers of copies, in the distribution that heads each section.
_OFFICE = r"(?i-u)\b[A-Z]{1,6}-[0-9]{2}\b"
_ENDLESS = 1 << 32
"""How often a word of the head may stand in the body: ever again."""
_TRANSMISSION = "PAGE SECTION OF NNNN ACTION INFO FM TO BT"


def words_lost(split: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Compare bodies as transmitted with the paragraphs read from them.

    Args:
        split: `document_id`, `fidelity`, `envelope`, `caption`, `body` as `split_telegrams` returns them.
        paragraphs: `document_id`, `role`, `heading`, `classification`, `text`, `n_words`; those whose role
            is attention are lines of the caption, and not weighed.

    Returns:
        One row a row of `split`: `document_id`, `n_words_lost`. Null for flattened telegrams, whose body
        cannot be told from their caption. Up to `DOUBT` it is estimated from the missing letters, page lines
        included; above, it is exact, and words that the head of the telegram holds are not missed, for they
        stand again at page breaks, nor are lines that a printer set twice.
    """
    paragraphs = paragraphs.filter(pl.col("role") != ParagraphRole.ATTENTION.value)
    kept = paragraphs.select("document_id", "n_words", kept=_letters_of_paragraphs(paragraphs))
    weighed = split.select("document_id", "fidelity", sent=_letters(split["body"])).join(
        kept.group_by("document_id").sum(), on="document_id", how="left", maintain_order="left"
    )
    missing = pl.max_horizontal(pl.col("sent") - pl.col("kept").fill_null(0), 0)
    words_of_letters = pl.when(pl.col("kept") > 0).then(missing * pl.col("n_words") / pl.col("kept"))
    flattened = pl.col("fidelity") == Fidelity.FLATTENED.value
    weighed = weighed.with_columns(
        doubtful=(missing > DOUBT * pl.col("sent")) & ~flattened,
        n_words_lost=words_of_letters.round().cast(pl.Int64).fill_null(0),
    )
    doubtful = weighed.filter("doubtful").select("document_id")
    if not doubtful.is_empty():
        counted = _count(*(each.join(doubtful, on="document_id", how="semi") for each in (split, paragraphs)))
        weighed = weighed.join(counted, on="document_id", how="left", maintain_order="left").with_columns(
            n_words_lost=pl.when("doubtful").then(pl.col("counted").fill_null(0)).otherwise("n_words_lost")
        )
    return weighed.select("document_id", n_words_lost=pl.when(~flattened).then("n_words_lost").cast(pl.Int32))


def _letters_of_paragraphs(paragraphs: pl.DataFrame) -> pl.Series:
    letters = _letters(paragraphs["text"])
    for name in ("heading", "classification"):
        rows = paragraphs[name].is_not_null().arg_true()
        letters = letters.scatter(rows, letters.gather(rows) + _letters(paragraphs[name].gather(rows)))
    return letters


def _letters(texts: pl.Series) -> pl.Series:
    """Letters of each text, 0 for null: the octets from A to z, with the six signs between Z and a."""
    # What is below A wraps round, and is no letter either.
    from_a = pl.element() - pl.lit(ord("A"), pl.UInt8)
    is_letter = from_a <= pl.lit(ord("z") - ord("A"), pl.UInt8)
    return counted(texts, is_letter).fill_null(0).cast(pl.Int64)


def _count(split: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """One row a telegram: document_id, `counted`, the words of its body that stand in no paragraph."""
    documents = split.with_columns(_without_echoes(split["body"])).with_row_index("row")
    read = paragraphs.join(documents.select("document_id", "row"), on="document_id")
    known = " ".join([*Classification, *caveats()["caveat"], _TRANSMISSION]).upper().split()
    never_missed = pl.lit(" ".join(filter(str.isalpha, known)))
    pieces = _unequal(
        pl.concat(
            [
                _pieces(documents, "body", missed=1),
                _pieces(read, "heading", "classification", "text", missed=-1),
            ]
        )
    )
    rows = documents.filter(pl.col("row").is_in(pieces["row"].unique().implode()))
    head = pl.concat_str("envelope", "caption", never_missed, separator="\n", ignore_nulls=True)
    heads = rows.select("row", text=head, missed=pl.lit(-_ENDLESS, pl.Int64))
    words = _words(pl.concat([pieces, heads]))
    missed = words.group_by("word").agg(pl.first("row"), pl.col("missed").sum()).filter(pl.col("missed") > 0)
    counted = missed.group_by("row").agg(counted=pl.col("missed").sum())
    return counted.select(pl.lit(documents["document_id"]).gather("row"), "counted")


def _pieces(frame: pl.DataFrame, *texts: str, missed: int) -> pl.DataFrame:
    """Texts cut at points and brackets, where no word goes on: row, text, missed."""
    text = frame.select(pl.concat_str(*texts, separator=".", ignore_nulls=True)).to_series()
    octet = pl.element()
    blank = pl.when(octet == ord("\n")).then(pl.lit(ord(" "), pl.UInt8))
    text = mapped(text, blank.when(octet == ord(")")).then(pl.lit(ord("."), pl.UInt8)).otherwise(octet))
    pieces = frame.select("row", text=text.str.split(".")).explode("text", empty_as_null=False)
    bare = pl.col("text").str.strip_chars(" ")
    pieces = pieces.select("row", bare, missed=pl.lit(missed, pl.Int64))
    return pieces.filter(pl.col("text").str.len_bytes() >= _SHORTEST)


def _unequal(pieces: pl.DataFrame) -> pl.DataFrame:
    """The pieces that body and paragraphs do not hold equally often: the words of the others balance."""
    pieces = pieces.with_columns(piece=pl.col("text").hash() + pl.col("row"))
    unequal = pieces.group_by("piece").agg(pl.col("missed").sum()).filter(pl.col("missed") != 0)
    return pieces.join(unequal, on="piece", how="semi").drop("piece")


def _without_echoes(bodies: pl.Series) -> pl.Series:
    """Bodies without the lines that stand twice, the second time behind a Q: a printer set them again."""
    rows = bodies.str.contains(r"(?m)^\s*Q").arg_true()
    lines = lines_of(bodies.gather(rows)).select("row", pl.col("line").str.strip_chars())
    again = lines.select("row", line=pl.lit("Q") + pl.col("line")).unique()
    once = lines.join(again, on=["row", "line"], how="anti", maintain_order="left")
    joined = once.group_by("row", maintain_order=True).agg("line")
    return bodies.scatter(rows.gather(joined["row"]), joined["line"].list.join("\n"))


def _words(texts: pl.DataFrame) -> pl.DataFrame:
    """One row a word of these texts: row, `word` (what tells it, in capitals, from all others), `missed`."""
    text = texts["text"].str.replace_all(_OFFICE, "")
    octet, case = pl.element(), pl.lit(ord("a") - ord("A"), pl.UInt8)
    is_letter = (octet | case) - pl.lit(ord("a"), pl.UInt8) <= pl.lit(ord("z") - ord("a"), pl.UInt8)
    capital = (octet | case) - case
    words = mapped(text, pl.when(is_letter).then(capital).otherwise(pl.lit(ord(" "), pl.UInt8)))
    every = texts.select("row", "missed", word=words.str.split(" ")).explode("word", empty_as_null=False)
    # One number is a key four times as fast as a number and a text.
    return every.filter(pl.col("word").str.len_bytes() >= _SHORTEST).select(
        "row", pl.col("word").hash() + pl.col("row"), "missed"
    )
