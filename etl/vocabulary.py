"""The closed sets of codes that tables and stages share.

Each member's value is what stands in the tables. Names are those of CONTRACT section 3, of ACP-127 for
precedences, and of Executive Orders 11652 to 13526 for classifications.
"""

from enum import StrEnum


class Layout(StrEnum):
    """How a raw document wraps its telegram; decided by content, never by file name."""

    VIEWER_HTML = "viewer_html"
    VIEWER_TEXT = "viewer_text"
    VIEWER_FLATTENED = "viewer_flattened"
    WORDPRESS = "wordpress"
    SCOOP = "scoop"
    IDENTIFIER = "identifier"
    PLUSD = "plusd"
    NARA = "nara"
    DUMP = "dump"
    EXCERPT = "excerpt"
    TELEGRAM = "telegram"
    UNKNOWN = "unknown"


class Fidelity(StrEnum):
    """How much of the telegram the document kept."""

    VERBATIM = "verbatim"
    FLATTENED = "flattened"
    EXCERPT = "excerpt"


class PassageKind(StrEnum):
    """How a page that holds no telegram sets a passage off."""

    QUOTED = "quoted"
    QUOTATION = "quotation"
    PROSE = "prose"


class IdBasis(StrEnum):
    """What tells which cable a document holds, the best witness first; `match`: its words are another's."""

    TEXT = "text"
    ENVELOPE = "envelope"
    LISTING = "listing"
    MATCH = "match"


class DocumentStatus(StrEnum):
    """What became of a raw document."""

    CANONICAL = "canonical"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class Classification(StrEnum):
    """Classification levels, lowest first."""

    UNCLASSIFIED = "UNCLASSIFIED"
    UNCLASSIFIED_FOUO = "UNCLASSIFIED//FOR OFFICIAL USE ONLY"
    LIMITED_OFFICIAL_USE = "LIMITED OFFICIAL USE"
    RESTRICTED = "RESTRICTED"
    CONFIDENTIAL = "CONFIDENTIAL"
    SECRET = "SECRET"
    TOP_SECRET = "TOP SECRET"


class Precedence(StrEnum):
    """Precedence of a message, highest first; letters Z, O, P, R in the routing of ACP-127."""

    FLASH = "FLASH"
    IMMEDIATE = "IMMEDIATE"
    PRIORITY = "PRIORITY"
    ROUTINE = "ROUTINE"


class ParagraphRole(StrEnum):
    """What a paragraph does in its telegram."""

    SUMMARY = "summary"
    COMMENT = "comment"
    ACTION = "action"
    BODY = "body"
    SIGNATURE = "signature"
    NOTICE = "notice"
    ATTENTION = "attention"


class TagKind(StrEnum):
    """Kinds of TAGS (Traffic Analysis by Geography and Subject), State 5 FAH-3."""

    SUBJECT = "subject"
    GEOGRAPHIC = "geographic"
    ORGANIZATION = "organization"
    PROGRAM = "program"
    PERSON = "person"
    UNKNOWN = "unknown"


class RecipientAction(StrEnum):
    """Whether an addressee is to act or to know."""

    TO = "to"
    INFO = "info"


class ReferenceKind(StrEnum):
    """What a REF line points at."""

    CABLE = "cable"
    EMAIL = "email"
    TELCON = "telcon"
    INTELLIGENCE_REPORT = "intelligence_report"
    OTHER = "other"


class FigureKind(StrEnum):
    """What an arms figure measures."""

    VALUE = "value"
    QUANTITY = "quantity"


class FigureStatus(StrEnum):
    """How far the transfer has come, as the text tells it."""

    DELIVERED = "delivered"
    CONTRACTED = "contracted"
    PROPOSED = "proposed"
    REFUSED = "refused"
    REPORTED = "reported"


class FigureScope(StrEnum):
    """One transaction, or a sum over many."""

    DEAL = "deal"
    TOTAL = "total"


class FigureFlow(StrEnum):
    """Whether arms are paid for, given, or smuggled."""

    SALE = "sale"
    GRANT = "grant"
    ILLICIT = "illicit"


class YearBasis(StrEnum):
    """Where a figure's years come from: its text, or the cable's own date."""

    TEXT = "text"
    CABLE = "cable"


class Qualifier(StrEnum):
    """How exactly the text gives a number."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class FindingCode(StrEnum):
    """What can be wrong or doubtful with the data."""

    IDENTITY_CONFLICT = "identity_conflict"
    DATE_CONFLICT = "date_conflict"
    DATE_FROM_LISTING = "date_from_listing"
    CLASSIFICATION_CONFLICT = "classification_conflict"
    SUBJECT_CONFLICT = "subject_conflict"
    TEXT_CONFLICT = "text_conflict"
    AMOUNT_CONFLICT = "amount_conflict"
    REDACTED = "redacted"
    MATCHED_BY_TEXT = "matched_by_text"
    TAGS_CONFLICT = "tags_conflict"
    REFERENCES_CONFLICT = "references_conflict"
    DECIMAL_LOST = "decimal_lost"
    WORDS_LOST = "words_lost"
    TRUNCATED = "truncated"
    PARTIAL_EXTRACT = "partial_extract"
    MISSING_SUBJECT = "missing_subject"
    MISSING_ENVELOPE = "missing_envelope"
    MISSING_PARAGRAPHS = "missing_paragraphs"
    UNKNOWN_TAG = "unknown_tag"
    TAG_CORRECTED = "tag_corrected"
    UNKNOWN_STATION = "unknown_station"
    MALFORMED_ID = "malformed_id"
    MALFORMED_DATE = "malformed_date"
    UNREADABLE_DATE = "unreadable_date"
    SUSPECT_FIGURE = "suspect_figure"
    UNLINKED_EXCERPT = "unlinked_excerpt"
    REJECTED_DOCUMENT = "rejected_document"
    FIELD_DROPPED = "field_dropped"
