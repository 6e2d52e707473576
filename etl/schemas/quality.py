"""What is told about the data itself: where values come from, what is doubtful; see `etl.schemas.tables`."""

import dataframely as dy

from etl.schemas.columns import cable_id_column, code_column, text_column
from etl.vocabulary import FindingCode, Severity


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
