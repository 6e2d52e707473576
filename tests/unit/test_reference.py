"""The reference tables hold together, and a broken one says which file and column."""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from etl import reference
from etl.reference import ReferenceTableError

TABLES: dict[str, Callable[[], pl.DataFrame]] = {
    "posts": reference.posts,
    "post_aliases": reference.post_aliases,
    "tags": reference.tags,
    "tag_aliases": reference.tag_aliases,
    "countries": reference.countries,
    "country_names": reference.country_names,
    "caveats": reference.caveats,
    "officer_titles": reference.officer_titles,
    "exchange_rates": reference.exchange_rates,
}
POSTS_HEADER = "station,name,country,routing,latitude,longitude,source\n"


def value(frame: pl.DataFrame, key: str, wanted: str, column: str) -> object:
    return frame.filter(pl.col(key) == wanted)[column].item()


@pytest.mark.parametrize("table", TABLES)
def test_file_is_sorted_and_every_row_says_where_it_comes_from(table: str) -> None:
    frame = TABLES[table]()
    reason = "why" if table.endswith("aliases") else "source"
    assert frame[reason].str.len_chars().min() >= 2  # type: ignore[operator]
    keys = frame.columns[:2] if table == "exchange_rates" else frame.columns[:1]
    assert frame.equals(frame.sort(keys, maintain_order=True))


@pytest.mark.parametrize("table", ["posts", "tags", "country_names"])
def test_countries_are_known(table: str) -> None:
    frame = TABLES[table]().filter(pl.col("country").is_not_null())
    if "kind" in frame.columns:
        frame = frame.filter(pl.col("kind") != "nonstate")
    assert set(frame["country"]) <= set(reference.countries()["country"])


def test_aliases_lead_to_posts_and_are_none_themselves() -> None:
    stations = set(reference.posts()["station"])
    aliases = reference.post_aliases()
    assert set(aliases["station"]) <= stations
    assert not set(aliases["alias"]) & stations


def test_misspelt_tags_lead_to_tags_and_are_none_themselves() -> None:
    known = set(reference.tags()["tag"])
    aliases = reference.tag_aliases()
    assert set(aliases["tag"]) <= known
    assert not set(aliases["alias"]) & known


def test_routing_indicator_tells_one_post() -> None:
    routed = reference.posts().filter(pl.col("routing").is_not_null())
    assert routed["routing"].is_unique().all()


def test_state_code_of_a_country_is_its_geographic_tag() -> None:
    coded = reference.countries().filter(pl.col("state_code").is_not_null())
    joined = coded.join(reference.tags(), left_on="state_code", right_on="tag", how="left")
    assert joined.filter(pl.col("country_right").ne_missing(pl.col("country"))).is_empty()


@pytest.mark.parametrize(
    ("station", "name", "country", "routing"),
    [
        pytest.param("MOSCOW", "Embassy Moscow", "RUS", "RUEHMO", id="embassy"),
        pytest.param("HAMBURG", "Consulate Hamburg", "DEU", "RUEHAG", id="consulate"),
        pytest.param("STATE", "Secretary of State", "USA", "RUEHC", id="the Department"),
        pytest.param("USNATO", "Mission USNATO", "BEL", "RUEHNO", id="mission"),
        pytest.param("RPODUBAI", "Iran RPO Dubai", "ARE", "RUEHDIR", id="office watching another country"),
        pytest.param("HAVANA", "US Interests Section Havana", "CUB", "RUEHUB", id="interests section"),
        pytest.param("SAIGON", "Embassy Saigon", "VNM", None, id="post closed before the viewer's years"),
    ],
)
def test_post(station: str, name: str, country: str, routing: str | None) -> None:
    row = reference.posts().filter(pl.col("station") == station).row(0, named=True)
    assert (row["name"], row["country"], row["routing"]) == (name, country, routing)


@pytest.mark.parametrize(
    ("alias", "station"),
    [
        pytest.param("SECSTATE", "STATE", id="addressee line"),
        pytest.param("HAGUE", "THEHAGUE", id="article left out"),
        pytest.param("RIODEJAN", "RIODEJANEIRO", id="cut name"),
        pytest.param("USUN", "USUNNEWYORK", id="abbreviation"),
        pytest.param("BRAZILIA", "BRASILIA", id="misspelling"),
        pytest.param("ABUDH", "ABUDHABI", id="six characters with the blank, 1973 to 1979"),
        pytest.param("BUENOSAIR", "BUENOSAIRES", id="ten characters with the blank, page lines"),
    ],
)
def test_post_alias(alias: str, station: str) -> None:
    assert value(reference.post_aliases(), "alias", alias, "station") == station


@pytest.mark.parametrize(
    ("tag", "kind", "country"),
    [
        pytest.param("MASS", "subject", None, id="subject"),
        pytest.param("KNNP", "program", None, id="program"),
        pytest.param("NATO", "organization", None, id="organization"),
        pytest.param("RS", "geographic", "RUS", id="code unlike ISO"),
        pytest.param("IZ", "geographic", "IRQ", id="another code unlike ISO"),
        pytest.param("TC", "geographic", "ARE", id="second code of a country"),
        pytest.param("UR", "geographic", "SUN", id="dissolved country"),
        pytest.param("XF", "geographic", None, id="region"),
        pytest.param("HUMAN RIGHTS", "subject", None, id="two words"),
    ],
)
def test_tag(tag: str, kind: str, country: str | None) -> None:
    row = reference.tags().filter(pl.col("tag") == tag).row(0, named=True)
    assert (row["kind"], row["country"]) == (kind, country)


@pytest.mark.parametrize(
    ("form", "kind", "codes"),
    [
        pytest.param("Russians", "demonym", {"RUS"}, id="plural demonym"),
        pytest.param("Burma", "name", {"MMR"}, id="name of the years"),
        pytest.param("Soviet", "demonym", {"SUN"}, id="dissolved country"),
        pytest.param("Kremlin", "metonym", {"RUS"}, id="metonym"),
        pytest.param("Kiev", "capital", {"UKR"}, id="former spelling of a capital"),
        pytest.param("ROYG", "government", {"YEM"}, id="acronym of one government"),
        pytest.param("GOR", "government", {"ROU", "RUS", "RWA"}, id="acronym of several governments"),
        pytest.param("SPLA", "nonstate", {"SSD"}, id="movement that became a country"),
        pytest.param("Hezbollah", "nonstate", {"HIZBALLAH"}, id="non-state recipient"),
    ],
)
def test_country_name(form: str, kind: str, codes: set[str]) -> None:
    rows = reference.country_names().filter(pl.col("form") == form, pl.col("kind") == kind)
    assert set(rows["country"]) == codes


@pytest.mark.parametrize(
    ("currency", "year", "usd"),
    [
        pytest.param("GBP", 1985, 1.30, id="dollars a pound, not pounds a dollar"),
        pytest.param("JPY", 1968, 1 / 360, id="parity of Bretton Woods"),
        pytest.param("SAR", 2007, 1 / 3.75, id="peg"),
        pytest.param("RUB", 2006, 1 / 27.2, id="annual average"),
    ],
)
def test_exchange_rate(currency: str, year: int, usd: float) -> None:
    rows = reference.exchange_rates().filter(pl.col("currency") == currency, pl.col("year") == year)
    assert rows["usd_per_unit"].item() == pytest.approx(usd, rel=0.01)


def test_rates_do_not_jump_between_years() -> None:
    years = reference.exchange_rates().with_columns(
        before=pl.col("usd_per_unit").shift().over("currency"), last=pl.col("year").shift().over("currency")
    )
    ratio = pl.col("usd_per_unit") / pl.col("before")
    jumps = years.filter(pl.col("year") == pl.col("last") + 1, ~ratio.is_between(0.6, 1.5))
    assert set(jumps["currency"]) == {"ARS"}, "only the peso fell by more than a third within a year"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of our own for the tables; what was read from it is forgotten afterwards."""
    monkeypatch.setattr(reference, "sql_folder", lambda: tmp_path)
    reference.posts.cache_clear()
    (tmp_path / "reference").mkdir()
    yield tmp_path / "reference"
    reference.posts.cache_clear()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(None, "posts.csv", id="missing file"),
        pytest.param("", "posts.csv", id="empty file"),
        pytest.param("station,name\n", "country", id="missing column"),
        pytest.param(POSTS_HEADER + "OSLO,Embassy Oslo,NOR,,north,10,list\n", "latitude", id="no number"),
        pytest.param(POSTS_HEADER + "OSLO,Embassy Oslo,NOR,,91,10,list\n", "latitude", id="out of range"),
        pytest.param(POSTS_HEADER + "Oslo,Embassy Oslo,NOR,,59,10,list\n", "station", id="not capitals"),
        pytest.param(POSTS_HEADER + "OSLO,Embassy Oslo,NOR,,59,10,\n", "source", id="no source"),
        pytest.param(POSTS_HEADER + 2 * "OSLO,Embassy Oslo,NOR,,59,10,list\n", "primary_key", id="twice"),
    ],
)
def test_broken_table_is_one_line_naming_file_and_column(
    folder: Path, content: str | None, complaint: str
) -> None:
    if content is not None:
        (folder / "posts.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ReferenceTableError) as caught:
        reference.posts()
    assert str(caught.value).startswith("posts.csv")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
