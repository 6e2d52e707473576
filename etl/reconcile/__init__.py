"""Many documents, one cable: which copy it is built from, what others add, who quotes it, what is doubtful.

Everything here works on small columns (a row a document) and on sketches of texts. Texts themselves are read
of the few documents that have to be compared.
"""

from etl.reconcile.copies import copy_findings
from etl.reconcile.documents import decide_documents, ranked_copies
from etl.reconcile.excerpt_findings import excerpt_findings
from etl.reconcile.excerpts import find_excerpts, link_documents
from etl.reconcile.fields import BORROWED_ROWS, FIELDS, OF_THE_HEAD, field_sources
from etl.reconcile.findings import OF_THE_LISTING, document_findings, figure_findings, match_findings
from etl.reconcile.matching import match_documents

__all__ = [
    "BORROWED_ROWS",
    "FIELDS",
    "OF_THE_HEAD",
    "OF_THE_LISTING",
    "copy_findings",
    "decide_documents",
    "document_findings",
    "excerpt_findings",
    "field_sources",
    "figure_findings",
    "find_excerpts",
    "link_documents",
    "match_documents",
    "match_findings",
    "ranked_copies",
]
