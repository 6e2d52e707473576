"""Many documents, one cable: which copy it is built from, which excerpts quote it, what is doubtful.

Everything here works on small columns (a row a document), except the linking of excerpts, which reads
paragraphs and runs only when an excerpt was landed.
"""

from etl.reconcile.copies import copy_findings
from etl.reconcile.documents import decide_documents
from etl.reconcile.excerpts import link_excerpts
from etl.reconcile.findings import document_findings, figure_findings

__all__ = ["copy_findings", "decide_documents", "document_findings", "figure_findings", "link_excerpts"]
