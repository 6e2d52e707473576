"""Doubt about documents and figures is told as findings."""

import polars as pl

from etl.reconcile import document_findings, figure_findings

DOCUMENTS = pl.DataFrame(
    [
        ("aa", "raw/a.txt", "viewer_flattened", "flattened", "06OSLO7", "canonical", None),
        ("bb", "raw/b.html", "unknown", None, None, "rejected", "no telegram"),
        ("cc", "raw/c.txt", "excerpt", "excerpt", None, "rejected", "not held"),
        ("dd", "raw/d.html", "viewer_html", "verbatim", "06BERN4", "canonical", None),
    ],
    schema=["document_id", "uri", "layout", "fidelity", "cable_id", "status", "reason"],
    orient="row",
)


def test_each_doubtful_document_has_its_finding() -> None:
    found = {(row["code"], row["document_id"]) for row in document_findings(DOCUMENTS).to_dicts()}
    assert found == {("rejected_document", "bb"), ("unlinked_excerpt", "cc"), ("words_lost", "aa")}


def test_suspect_figures_become_findings_of_their_reason() -> None:
    figures = pl.DataFrame(
        [
            ("06OSLO7#par1@5", "06OSLO7", True, "decimal_lost: 12 may be 1.2"),
            ("06OSLO7#par1@9", "06OSLO7", True, "implausible size"),
            ("06OSLO7#par2@9", "06OSLO7", False, None),
        ],
        schema=["figure_id", "cable_id", "is_suspect", "suspect_reason"],
        orient="row",
    )
    found = figure_findings(figures, DOCUMENTS.select("cable_id", "document_id"))
    assert found.select("code", "document_id").rows() == [("decimal_lost", "aa"), ("suspect_figure", "aa")]
    assert "06OSLO7#par1@5" in found["detail"][0]
