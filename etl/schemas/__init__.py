"""Each table once, and the frames between the stages."""

from etl.schemas.figures import ArmsFigures
from etl.schemas.quality import CableFieldSources, Excerpts, Findings
from etl.schemas.stages import (
    DUMP_COLUMNS,
    PARSED,
    CatalogEntries,
    Pages,
    ParsedFigures,
    ParsedTelegrams,
    Passages,
    RawDocuments,
    Sketches,
)
from etl.schemas.tables import (
    TABLES,
    CableReferences,
    Cables,
    Documents,
    Paragraphs,
    Recipients,
    Tags,
)

__all__ = [
    "DUMP_COLUMNS",
    "PARSED",
    "TABLES",
    "ArmsFigures",
    "CableFieldSources",
    "CableReferences",
    "Cables",
    "CatalogEntries",
    "Documents",
    "Excerpts",
    "Findings",
    "Pages",
    "Paragraphs",
    "ParsedFigures",
    "ParsedTelegrams",
    "Passages",
    "RawDocuments",
    "Recipients",
    "Sketches",
    "Tags",
]
