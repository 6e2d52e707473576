"""Each table once, and the frames between the stages."""

from etl.schemas.stages import (
    DUMP_COLUMNS,
    PARSED,
    CatalogEntries,
    Pages,
    ParsedFigures,
    ParsedTelegrams,
    RawDocuments,
)
from etl.schemas.tables import (
    TABLES,
    ArmsFigures,
    CableReferences,
    Cables,
    Documents,
    Findings,
    Paragraphs,
    Recipients,
    Tags,
)

__all__ = [
    "DUMP_COLUMNS",
    "PARSED",
    "TABLES",
    "ArmsFigures",
    "CableReferences",
    "Cables",
    "CatalogEntries",
    "Documents",
    "Findings",
    "Pages",
    "Paragraphs",
    "ParsedFigures",
    "ParsedTelegrams",
    "RawDocuments",
    "Recipients",
    "Tags",
]
