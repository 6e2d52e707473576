"""Who classified a cable and why, from its Classified By line."""

import polars as pl

_LABEL = r"(?i)^.*?CLASSIFIED\s+BY\b[\s:;.-]*(?:\([A-Z/]+\)\s*)?(?:CLASSIFIED\s+BY\b[\s:]*)?"
_REASONS = (
    r"(?i)[\s,.;:(–-]*(?:\bf\s?o\s?r?\s+(?:the\s+)?(?:following\s+)?r\s?[easo]|\bf\s?o\s?r\s+(?:E\.?\s?O"
    r"|1\s?\.)|\bfor\s+sec|\br\s?e\s?a\s?s|\breaons?|\brason"
    r"|\bunder\s+(?:s\s?e\s?c\s?t|E\.|1\.|r|auth|the)|\bby reas|\bper\b|\bE\.?\s?O\.?\s?1?\d|\bE\.O"
    r"|\b1\s?\.\s?[3-7]\b|\bin accordance|\bpursuant|\bdeclassif|\biaw\b|\bby authority|\bDERIVED).*$"
)
_SUFFIX = r"(?i),\s*(JR|SR|II|III|IV)\b\.?"
_PARTS = r"\s*(?:[,;:?()–]|--|\s-\s)\s*"
_TITLE = (
    r"(?i)^(?:.*[\s/.])?(?:AMBAS\w*|AMB|CHARG\w*|D['’]?\s?AFF\w*|AFF[AI]\w*|DCM|CDA|CHIEF|MISSION"
    r"|MISSIONS?|COUNS\w*|COUN|COUNCIL\w*|COUNS?|MINISTER\S*|MINCOUNS\w*"
    r"|MIN|POL(?:MC|OFFS?|COUNS?|CHIEF|EC|ECON|ECONOFF|AD|MIL|MIN|S|ICY)?|EST\S*|COUSEL\w*|POLITICAL\S*"
    r"|POLMIN\w*|POLCOUNS\w*|ECON\w*|ECONOMIC\S*|OFFICER|OFFICE|OFF|ACTING|DIRECTOR\S*|DIR|CONSUL|GENERAL"
    r"|CONGEN|CG|PO|DPO"
    r"|PRINCIPAL|DEPUTY|ASSISTANT|ASST|SECRETARY|DAS|PDAS|ATTACH[EÉ]?|LEGAT+|ADVIS\w+|MEMBER|UNIT|HEAD"
    r"|TEAM|REPRE\w+|REP|SPECIAL|EMIN|USDEL|AFFAIRS|SECURITY"
    r"|REGIONAL|SENIOR|SECTION|BRANCH|UNDER|COORDINATOR|COORD|ENVOY|CONSULATE|EMBASSY|AIT|USUN|USNATO|RSO"
    r"|ARSO|NCO|MGT|MANAGEMENT|PUBLIC|STATE|DEPARTMENT"
    r"|LEADER|CHAIR\w*|EXECUTIVE|EXEC|COMMISSIONER|DELEGATION|MISSION|PERMANENT|LABOR|LEGAL|OF|FOR|TO|THE"
    r"|AND|AT|BY|A\.?I|\S*/\S*|\S*&\S*|\(?[A-Z]{2,3}\)"
    r"|(?:[A-Z]+/)+[A-Z]+)[.:]?\s+"
)
_INITIALED = (
    r"((?:[A-Z][\w'’-]*[A-Za-z]\s+)?(?:[A-Z]\.?\s+)*[A-Z]\.\s?(?:[A-Z]\.\s?)*[A-Z][\w'’.-]+"
    r"(?:\s+[A-Za-z][\w'’.-]+){0,3})$"
)
_PARTICLED = r"(?i)(\S+\s+(?:VAN|VON|DE|DEL|DELLA|LA|LE|DER|DI|DA|AL|EL|BIN|ST\.)\s+\S+(?:\s+\S+)?)$"
_LAST_THREE = r"^(\S+(?:\s+\S+){0,2})$"
_LAST_TWO = r"(\S+\s+\S+)$"

_OFFICE = r"^(?:[A-Z][A-Z/-]{1,5}\.?\s+)+([A-Z](?:[a-z]|\. ?[A-Z][a-z]))"
_BROKEN_WORD = r"([A-Za-z])\n([b-hj-z]|ns|nd|rs|ons) "

_SECTION = r"1\s?\.\s?([3-7])"
_LETTERS_AFTER = r"1\s?\.\s?[3-7](?s:.){0,60}"


def classified_by(closing: pl.Expr) -> pl.Expr:
    """The officer's name as written, without title and office; null when the line names none.

    A surname alone is taken only where no part of the line holds a full name.

    Args:
        closing: the Classified By line, wrapped lines joined by newlines.
    """
    text = closing.str.replace_all(_BROKEN_WORD, "$1$2 ").str.replace_all(r"\s+", " ")
    text = text.str.replace(_LABEL, "").str.replace(_REASONS, "")
    marked = text.str.replace_all(_SUFFIX, "§$1").str.replace_all(r"\b0\.", "O.")
    parts = marked.str.replace_all(_PARTS, "\n").str.split("\n")
    full = parts.list.eval(_full_name(pl.element())).list.drop_nulls().list.first()
    surname = _surname(parts.list.first())
    name = (
        pl.coalesce(full, surname).str.replace(r"(?i)§(JR|SR)$", ", $1.").str.replace("§", ", ", literal=True)
    )
    return pl.when(closing.str.contains(r"(?i)CLASSIFIED\s+BY")).then(name)


def _without_title(part: pl.Expr) -> pl.Expr:
    bare = pl.concat_str(part.str.strip_chars(" ."), pl.lit(" ")).str.replace(_TITLE, "")
    return bare.str.replace(_OFFICE, "$1").str.strip_chars(" ")


def _full_name(part: pl.Expr) -> pl.Expr:
    """The name at the end of a part; null when it holds a title or one word only."""
    bare = _without_title(part)
    name = pl.coalesce(
        bare.str.extract(_INITIALED),
        bare.str.extract(_PARTICLED),
        bare.str.extract(_LAST_THREE),
        bare.str.extract(_LAST_TWO),
    )
    return pl.when(name.str.contains(r"^[^\d\s][^\d]* [^\d]*[^\d\s]$")).then(name)


def _surname(part: pl.Expr) -> pl.Expr:
    bare = _without_title(part)
    return pl.when(bare.str.contains(r"^[A-Z][A-Za-z'’-]{2,}$") & ~bare.str.contains(r"(?i)^X+$")).then(bare)


def classification_reasons(closing: pl.Expr) -> pl.Expr:
    """The reasons in one form: `1.4 (b), (d)`; the section alone when no letter stands behind it."""
    section = closing.str.extract(_SECTION)
    letters = (
        closing.str.extract(f"({_LETTERS_AFTER})")
        .str.replace_all(r"1\s?\.\s?[3-7]\.?|\s", " ")
        .str.to_lowercase()
        .str.replace_all(r"[^a-z ]", " ")
        .str.replace(r"\b(?:summary|[a-z]{4,}).*$", "")
        .str.extract_all(r"\b[a-h]\b")
        .list.unique(maintain_order=True)
    )
    listed = pl.concat_str(pl.lit(" ("), letters.list.join("), ("), pl.lit(")"))
    return pl.concat_str(
        pl.lit("1."), section, pl.when(letters.list.len() > 0).then(listed).otherwise(pl.lit(""))
    )
