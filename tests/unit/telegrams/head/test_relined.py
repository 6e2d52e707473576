"""A flattened head, one line in lower case without marks, gives the same fields as the telegram it was."""

from collections.abc import Callable

from etl.schemas import ParsedTelegrams

FLATTENED = (
    "vzczcxro0001 pp ruehag ruehrov de ruehny 043101 0481205 zny ccccc zzh o p 171204z feb 06 fm amembassy oslo "
    "to ruehcsecstate washdc immediate 1200 info ruehcpamembassy copenhagen priority 0077 ruehraamembassy riga 0612 "
    "c o n f i d e n t i a l section 01 of 02 oslo 000431 sipdis eo 12958 decl 02172016 tags prel no "
    "subject talks on fish to be held in may ref oslo 12 classified by dcm ann example reasons 14 b and d "
    "1 c talks went on 2 c they ended example"
)


def test_flattened_head(parse: Callable[..., ParsedTelegrams]) -> None:
    parsed = parse(FLATTENED, fidelity="flattened", layout="viewer_flattened")
    row = parsed.cables.row(0, named=True)
    assert (row["cable_id"], row["n_sections"], row["precedence"]) == ("06OSLO431", 2, "IMMEDIATE")
    assert row["created_at"].strftime("%Y-%m-%d %H:%M") == "2006-02-17 12:04"
    assert row["subject"] == "talks on fish to be held in may"
    assert parsed.tags["tag"].to_list() == ["PREL", "NO"]
    assert parsed.recipients.select("action", "route", "name", "precedence", "serial").rows() == [
        ("to", "RUEHC", "SECSTATE WASHDC", "IMMEDIATE", 1200),
        ("info", "RUEHCP", "AMEMBASSY COPENHAGEN", "PRIORITY", 77),
        ("info", "RUEHRA", "AMEMBASSY RIGA", None, 612),
    ]
