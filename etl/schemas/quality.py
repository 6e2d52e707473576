"""What is told about the data itself: where values come from, what is doubtful; see `etl.schemas.tables`."""

import dataframely as dy

from etl.schemas.columns import (
    cable_id_column,
    code_column,
    count_column,
    instant_column,
    share_column,
    text_column,
)
from etl.vocabulary import FindingCode, PassageKind, Severity


class CableFieldSources(dy.Schema):
    """One row a field of a cable that its canonical document lacks and another copy gives."""

    cable_id = cable_id_column("The cable.", primary_key=True)
    field = dy.String(
        primary_key=True,
        description="A column of cables, or a table that the canonical document gives no rows of: tags.",
    )
    document_id = text_column("The copy that it is taken from.", nullable=False)
    value = text_column("What it says, as text; the number of rows where it is a table's.", nullable=False)
    own_value = text_column(
        "What the canonical document has instead: null but where that is not trusted, as the listing of "
        "another cable is not."
    )


class Excerpts(dy.Schema):
    """One row a passage of a cable that a page quotes, whether the cable is held or not."""

    document_id = dy.String(primary_key=True, description="The page.")
    position = dy.Int32(primary_key=True, min=1, description="1..n in the order of the page.")
    kind = code_column(
        PassageKind,
        "How the page sets it off: as a quoted paragraph, by quotation marks inside one, or not at all.",
    )
    text = text_column("The passage as the page prints it, lines joined.", nullable=False)
    n_words = count_column(
        "Words in text but for paragraph numbers, notes put in and stock phrases.", "words"
    )
    cable_id = cable_id_column("The cable that it quotes; null where none held is the one.", nullable=True)
    paragraph_id = text_column("The paragraph that holds most of it.")
    paragraph_ids = text_column("All paragraphs that it quotes, in their order, joined by ';'.")
    share = share_column("Share of its words that stand there, in runs of five or more.", nullable=True)
    rival_cable_ids = text_column(
        "Cables that hold its words alike, joined by ';'; null where there is one. What the writer tells, or "
        "the rest of the page, decides among them."
    )
    listed_cable_id = text_column("The cable that the writer names, canonical where it can be read.")
    told_at = instant_column("Day that the writer gives the cable.")
    told_origin = text_column("Post that the writer takes it from, as the Department names it.")


class Findings(dy.Schema):
    """One row a thing that is wrong or doubtful with the data."""

    code = code_column(FindingCode, "What it is.")
    severity = code_column(Severity, "How much it matters.")
    document_id = text_column("The document it was seen in.")
    cable_id = cable_id_column("The cable it concerns.", nullable=True)
    detail = text_column("What was seen, in one line.", nullable=False)
    value = text_column("In a conflict, what the warehouse goes by.")
    other_document_id = text_column(
        "The document that contradicts; null where a page contradicts its telegram."
    )
    other_value = text_column("In a conflict, what is said against it.")
