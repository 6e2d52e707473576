"""Each published table once: class docstring = grain, `description` = meaning, `metadata["unit"]` = unit.

Types, checks, DuckDB comments, Dagster column schemas and the data dictionary all derive from here.
"""

import dataframely as dy
import polars as pl

from etl.schemas.columns import (
    cable_id_column,
    code_column,
    count_column,
    country_column,
    instant_column,
    share_column,
    text_column,
)
from etl.schemas.figures import ArmsFigures
from etl.schemas.quality import CableFieldSources, Excerpts, Findings
from etl.vocabulary import (
    Classification,
    DocumentStatus,
    Fidelity,
    IdBasis,
    Layout,
    ParagraphRole,
    Precedence,
    RecipientAction,
    ReferenceKind,
    TagKind,
)


class Documents(dy.Schema):
    """One row a raw document: a page, a file in an archive, a row of the dump, one of a file's telegrams."""

    document_id = dy.String(
        primary_key=True,
        description="First 16 hex digits of the content's SHA-256; a copy of the same bytes gets -2, -3; "
        "the telegrams of a file of several get #1, #2 behind it",
    )
    uri = text_column(
        "Where it was found: raw root, path inside it, !member of an archive, #row of a dump or telegram.",
        nullable=False,
    )
    mirror = text_column(
        "The mirror that it came through: the host that its page names, else the first folder below the raw "
        "root; null when neither is there."
    )
    layout = code_column(Layout, "How the document wraps its telegram.")
    fidelity = code_column(
        Fidelity, "How much of the telegram it kept; null when no telegram is in it.", nullable=True
    )
    sha256 = dy.String(regex="^[0-9a-f]{64}$", description="SHA-256 of the content, in hex.")
    n_bytes = dy.Int64(min=0, description="Size of the content.", metadata={"unit": "bytes"})
    listed_cable_id = text_column("The id that the page itself claims, canonical where it can be read.")
    cable_id = cable_id_column("The cable it holds or quotes; null when rejected.", nullable=True)
    id_basis = code_column(
        IdBasis, "What tells which cable; null for excerpts and where nothing does.", nullable=True
    )
    matched_document_id = text_column(
        "The document that its words were compared with, where they decide or are wholly different."
    )
    match_share = share_column("Share of its runs of words that stand there too.", nullable=True)
    status = code_column(DocumentStatus, "What became of it.")
    reason = text_column("Why it is not canonical; null for canonical documents.")

    @dy.rule()
    def reason_unless_canonical(cls) -> pl.Expr:  # noqa: N805 (dataframely passes the class)
        """Whatever is set aside says why."""
        return (cls.status.col == DocumentStatus.CANONICAL.value) | cls.reason.col.is_not_null()

    @dy.rule()
    def cable_unless_rejected(cls) -> pl.Expr:  # noqa: N805
        """Only rejected documents belong to no cable."""
        return (cls.status.col == DocumentStatus.REJECTED.value) | cls.cable_id.col.is_not_null()


class Cables(dy.Schema):
    """One row a cable, from its best document."""

    cable_id = cable_id_column(
        "Year, station without blanks, serial without zeros: 07MOSCOW5154.", primary_key=True
    )
    station = dy.String(regex="^[A-Z]+$", description="Originating post as in the id: MOSCOW.")
    serial = dy.Int32(min=0, description="Message serial number of the station in that year.")
    year = dy.Int32(min=1960, max=2015, description="Year of the id, four digits.")
    created_at = instant_column(
        "Date-time group of the telegram, else the date that the page lists (finding date_from_listing)."
    )
    released_at = instant_column(
        "When the mirror says it was released, as printed; the viewer prints the hour again for minutes."
    )
    classification = code_column(Classification, "Classification level of the whole cable.", nullable=True)
    caveats = text_column("Handling caveats in order, joined by ';': NOFORN;SENSITIVE.")
    origin = text_column("Originating post as the Department names it: Embassy Moscow.")
    origin_country = country_column("Country in which the originating post stands.")
    subject = text_column("SUBJECT line, unwrapped.")
    precedence = code_column(Precedence, "Highest precedence of the message.", nullable=True)
    declassify_on = dy.Date(
        nullable=True, description="Date of automatic declassification, where one is given."
    )
    classified_by = text_column(
        "Classifying officer: the name as printed, without title and office; the title where it stands alone."
    )
    classification_reasons = text_column("Reasons under the executive order: 1.4 (b), (d).")
    signed_by = text_column("Signature at the end of the telegram.")
    summary = text_column("Text of the summary paragraphs.")
    n_sections = dy.Int32(
        nullable=True, min=1, description="Sections the telegram was sent in.", metadata={"unit": "sections"}
    )
    n_paragraphs = count_column("Rows in paragraphs.", "paragraphs")
    n_words = count_column("Words in the paragraphs.", "words")
    n_words_lost = dy.Int32(
        nullable=True,
        min=0,
        description=(
            "Words of the body as transmitted that stand in no paragraph; null for flattened copies. Up to "
            "0.5 % of the body it is an estimate from missing letters, in which lines at page breaks count."
        ),
        metadata={"unit": "words"},
    )
    is_partial = dy.Bool(description="True when the source says or shows that text is missing.")
    fidelity = code_column(Fidelity, "Fidelity of the document it was built from.")
    document_id = text_column("The canonical document.", nullable=False)
    n_documents = dy.Int32(
        min=1, description="Documents that hold or quote this cable.", metadata={"unit": "documents"}
    )
    text = text_column(
        "The telegram's body: caption and paragraphs, page-break furniture removed.", nullable=False
    )


class Paragraphs(dy.Schema):
    """One row a paragraph of a cable, headings folded into the paragraph that follows."""

    paragraph_id = dy.String(
        primary_key=True,
        description="Cable and anchor: 07MOSCOW5154#par3; a repeated number gets -2; unnumbered text #pos2.",
    )
    cable_id = cable_id_column("The cable.")
    position = dy.Int32(min=1, description="1..n in the order of the text.")
    number = dy.Int32(nullable=True, min=0, description="Number as printed; null for unnumbered text.")
    anchor = dy.Int32(
        nullable=True,
        min=0,
        description="Where a page of the viewer links to: the last number with a pilcrow, here or above.",
    )
    classification = text_column("Portion mark as printed, upper case: C, S, SBU, U, S//NF.")
    heading = text_column("Heading above the paragraph.")
    role = code_column(ParagraphRole, "What the paragraph does.")
    text = text_column("The words, lines joined; starts after number and portion mark.", nullable=False)
    n_words = count_column("Words in text.", "words")


class Tags(dy.Schema):
    """One row a TAGS entry of a cable."""

    cable_id = cable_id_column("The cable.", primary_key=True)
    position = dy.Int32(primary_key=True, min=1, description="1..n in the order printed.")
    tag = text_column("The tag, upper case.", nullable=False)
    kind = code_column(TagKind, "Kind of the tag, State 5 FAH-3.")
    name = text_column("Its meaning.")
    country = country_column("Country of a geographic tag.")
    printed = text_column("The tag as printed, where it was corrected: VZ for VE; else null.")


class Recipients(dy.Schema):
    """One row an addressee of a cable."""

    cable_id = cable_id_column("The cable.", primary_key=True)
    position = dy.Int32(
        primary_key=True, min=1, description="1..n in the order printed, action addressees first."
    )
    action = code_column(RecipientAction, "Whether it is to act or to know.")
    route = text_column("Routing indicator: RUEHC.")
    name = text_column("Addressee as printed: SECSTATE WASHDC.", nullable=False)
    precedence = code_column(
        Precedence, "Precedence for this addressee; null when the message's own applies.", nullable=True
    )
    serial = dy.Int32(nullable=True, min=0, description="Serial number for this addressee.")


class CableReferences(dy.Schema):
    """One row a document that a cable refers to in its REF lines."""

    cable_id = cable_id_column("The referring cable.")
    position = dy.Int32(min=1, description="1..n in the order printed.")
    bullet = text_column("Letter of the reference: A.")
    referenced_cable_id = cable_id_column(
        "The cable referred to; null for e-mails, telcons and the like.", nullable=True
    )
    kind = code_column(ReferenceKind, "What is referred to.")
    raw = text_column("The reference as printed.", nullable=False)
    in_warehouse = dy.Bool(description="True when cables holds the cable referred to.")


TABLES: dict[str, type[dy.Schema]] = {
    "excerpts": Excerpts,
    "documents": Documents,
    "cable_field_sources": CableFieldSources,
    "cables": Cables,
    "paragraphs": Paragraphs,
    "tags": Tags,
    "recipients": Recipients,
    "cable_references": CableReferences,
    "arms_figures": ArmsFigures,
    "findings": Findings,
}
