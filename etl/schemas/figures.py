"""The figures of arms transfers, as a table; see `etl.schemas.tables`."""

import dataframely as dy
import polars as pl

from etl.schemas.columns import cable_id_column, code_column, country_column, share_column, text_column
from etl.vocabulary import (
    FigureFlow,
    FigureKind,
    FigureScope,
    FigureStatus,
    Qualifier,
    YearBasis,
)


class ArmsFigures(dy.Schema):
    """One row a number in a cable's text that measures a transfer of arms."""

    figure_id = dy.String(
        primary_key=True, description="Paragraph and place of the number: 07MOSCOW5154#par2@94."
    )
    cable_id = cable_id_column("The cable.")
    paragraph_id = text_column("The paragraph.", nullable=False)
    para = dy.Int32(nullable=True, min=0, description="Anchor of the paragraph, see paragraphs.")
    char_start = dy.Int32(
        min=0,
        description="Where the number starts in paragraphs.text.",
        metadata={"unit": "characters, 0-based"},
    )
    char_end = dy.Int32(
        min=1, description="Where it ends, exclusive.", metadata={"unit": "characters, 0-based"}
    )
    evidence = text_column("The sentence.", nullable=False)
    kind = code_column(FigureKind, "What it measures.")
    amount = dy.Float64(
        min=0,
        description="The number in full; the low end of a range.",
        metadata={"unit": "currency units, or pieces"},
    )
    amount_high = dy.Float64(
        nullable=True,
        min=0,
        description="High end of a range.",
        metadata={"unit": "currency units, or pieces"},
    )
    qualifier = code_column(Qualifier, "How exactly the text gives it.")
    currency = dy.String(nullable=True, regex="^[A-Z]{3}$", description="ISO 4217; null for quantities.")
    amount_usd = dy.Float64(
        nullable=True,
        min=0,
        description="Amount at the year's average rate.",
        metadata={"unit": "USD, nominal"},
    )
    rate_year = dy.Int32(
        nullable=True,
        min=1900,
        max=2100,
        description="Year of that rate; null for dollars, and without a rate.",
    )
    system = text_column("The weapon as the text names it.")
    system_category = text_column("Category of the system, after SIPRI.")
    seller = country_column("Exporting or donating country.")
    buyer = text_column("Receiving country, ISO 3166-1 alpha-3; a non-state recipient by name in capitals.")
    year_from = dy.Int32(nullable=True, min=1900, max=2100, description="First calendar year it belongs to.")
    year_to = dy.Int32(nullable=True, min=1900, max=2100, description="Last calendar year it belongs to.")
    year_basis = code_column(YearBasis, "Where the years come from.", nullable=True)
    status = code_column(FigureStatus, "How far the transfer has come.")
    scope = code_column(FigureScope, "One transaction, or a sum.")
    flow = code_column(FigureFlow, "Sale, grant or illicit.")
    is_suspect = dy.Bool(description="True when the number may be wrong; views never sum it.")
    suspect_reason = text_column("Why it is suspect.")
    confidence = share_column("Estimated probability that the record is right.")

    @dy.rule()
    def span_not_empty(cls) -> pl.Expr:  # noqa: N805
        """A figure's number has at least one character."""
        return cls.char_end.col > cls.char_start.col

    @dy.rule()
    def suspect_says_why(cls) -> pl.Expr:  # noqa: N805
        """Doubt comes with its reason, and a reason with doubt."""
        return cls.is_suspect.col == cls.suspect_reason.col.is_not_null()

    @dy.rule()
    def currency_for_values_only(cls) -> pl.Expr:  # noqa: N805
        """Money has a currency, pieces have none."""
        return (cls.kind.col == FigureKind.VALUE.value) == cls.currency.col.is_not_null()
