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
_TITLES = (
    # ranks and functions, by stems where they are often misspelt
    *(
        r"AMBAS\w*",
        "AMB",
        r"CHARG\w*",
        r"D['’]?\s?AFF\w*",
        r"AFF[AI]\w*",
        r"COUNS\w*",
        r"COUSEL\w*",
        r"COUN(?:CIL\w*)?",
    ),
    *(
        r"MINISTER\S*",
        r"MINCOUNS\w*",
        "MIN",
        r"DIRECTOR\S*",
        "DIR",
        "CHIEF",
        r"OFF(?:ICER|ICE)?",
        "CONSUL",
        "GENERAL",
    ),
    *(
        "ACTING",
        "DEPUTY",
        "ASSISTANT",
        "ASST",
        "UNDER",
        "SECRETARY",
        "PRINCIPAL",
        "SENIOR",
        "SPECIAL",
        "EXEC(?:UTIVE)?",
    ),
    *(
        r"ATTACH[EÉ]?",
        "LEGAT+",
        r"ADVIS\w+",
        "MEMBER",
        "HEAD",
        "LEADER",
        r"CHAIR\w*",
        "COORD(?:INATOR)?",
        "ENVOY",
    ),
    *(r"REPRE\w+", "REP", "COMMISSIONER", "PERMANENT", r"A\.?I"),
    # offices
    *(
        r"POL(?:MC|OFFS?|COUNS?|CHIEF|EC|ECON|ECONOFF|AD|MIL|MIN|S|ICY)?",
        r"POLITICAL\S*",
        r"POL(?:MIN|COUNS)\w*",
    ),
    *(
        r"ECON\w*",
        r"EST\S*",
        "LABOR",
        "LEGAL",
        "PUBLIC",
        "SECURITY",
        "REGIONAL",
        "MANAGEMENT",
        "MGT",
        "STATE",
    ),
    *(
        "DEPARTMENT",
        "MISSIONS?",
        "EMBASSY",
        "CONSULATE",
        "CONGEN",
        "DELEGATION",
        "USDEL",
        "UNIT",
        "TEAM",
        "SECTION",
        "BRANCH",
    ),
    # abbreviations, words between, and whatever joins offices
    *("DCM", "CDA", "CG", "PO", "DPO", "DAS", "PDAS", "EMIN", "AIT", "USUN", "USNATO", "RSO", "ARSO", "NCO"),
    *("OF", "FOR", "TO", "THE", "AND", "AT", "BY", r"\S*/\S*", r"\S*&\S*", r"\(?[A-Z]{2,3}\)"),
)
_TITLE = rf"(?i)^(?:.*[\s/.])?(?:{'|'.join(_TITLES)})[.:]?\s+"
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
