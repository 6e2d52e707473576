"""A build parses what is new or changed, and ends with the tables of a build from nothing."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from etl.pipeline import Progress, Shards, ShardStore, changed_parts, parse_sources, parts, sync
from etl.schemas import TABLES
from etl.warehouse.parquet import part_file, parts_held
from tests.tables import write_tables

FIGURE = "Norway ordered 12 F-16 fighters from the United States for $300 million in 2006."


def telegram(post: str, serial: int, text: str = FIGURE, month: str = "SEP 07") -> str:
    """A telegram from its date-time group to its signature."""
    return (
        f"P 191620Z {month}\nFM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC PRIORITY 5710\n"
        f"C O N F I D E N T I A L {post} 00{serial}\n\nTAGS: MASS, PREL, NO\nSUBJECT: FIGHTERS\n"
        f"REF: BERN 1391\n\n1. (C) {text}\nSMITH"
    )


PAGES = {
    "a/oslo.txt": telegram("OSLO", 3891),
    "a/bern.txt": telegram("BERN", 1391, month="OCT 07"),
    "b/rome.txt": telegram("ROME", 2222, month="JAN 08"),
    "b/none.txt": "no telegram at all",
}


class Landing:
    """A folder of raw documents, and what builds of it make."""

    def __init__(self, folder: Path) -> None:
        self.raw = folder / "raw"
        self.store = ShardStore.current(folder / "shards")
        self.tables = folder / "tables"
        self.written: dict[str, list[str]] = {}
        for name, text in PAGES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def build(self, tables: Path | None = None, store: ShardStore | None = None) -> Progress:
        folder, store = tables or self.tables, store or self.store
        done = parse_sources([self.raw], store)
        self.written = write_tables(store, folder)
        return done

    def files(self, tables: Path) -> dict[str, bytes]:
        return {
            f"{name}/{part}": part_file(tables, name, part).read_bytes()
            for name in TABLES
            for part in parts_held(tables, name)
        }

    def assert_as_from_nothing(self) -> None:
        """The same bytes as those of a build without any shards."""
        fresh = self.store.root.parent / "fresh"
        self.build(fresh / "tables", replace(self.store, root=fresh / "shards"))
        assert self.files(self.tables) == self.files(fresh / "tables")


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    landing = Landing(tmp_path)
    assert landing.build().n_parsed == len(PAGES)
    return landing


def test_unchanged_sources_are_not_parsed_and_nothing_is_written(landing: Landing) -> None:
    before = landing.files(landing.tables)
    assert landing.build() == Progress(4, sum(map(len, PAGES.values())), 0)
    assert not any(landing.written.values())
    assert landing.files(landing.tables) == before


def add(landing: Landing) -> None:
    landing.write("c/cairo.txt", telegram("CAIRO", 3333, month="FEB 08"))


def change(landing: Landing) -> None:
    landing.write("b/rome.txt", telegram("ROME", 2222, "Italy sold Oman 3 helicopters in 2007.", "JAN 08"))


def remove(landing: Landing) -> None:
    (landing.raw / "a/bern.txt").unlink()


def rename(landing: Landing) -> None:
    (landing.raw / "a/bern.txt").rename(landing.raw / "a/zurich.txt")


def copy(landing: Landing) -> None:
    """The same content twice: the first one landed keeps its id, whichever shard it is in."""
    landing.write("a/again.txt", PAGES["a/oslo.txt"])
    landing.write("z/again.txt", PAGES["a/oslo.txt"])


def better_copy(landing: Landing) -> None:
    landing.write(
        "c/oslo.txt", telegram("OSLO", 3891, FIGURE + "\n\n2. (C) It also ordered 40 tanks in 2007.")
    )


def worthless(landing: Landing) -> None:
    landing.write("c/empty.txt", "")


@pytest.mark.parametrize(
    ("edit", "n_parsed"),
    [
        pytest.param(add, 1, id="a new page"),
        pytest.param(change, 1, id="a page that is another"),
        pytest.param(remove, 0, id="a page gone"),
        pytest.param(rename, 1, id="a page of another name"),
        pytest.param(copy, 2, id="copies of a page"),
        pytest.param(better_copy, 1, id="a better copy of a cable"),
        pytest.param(worthless, 1, id="a page that cannot be read"),
    ],
)
def test_only_what_is_new_is_parsed(landing: Landing, edit: Callable[[Landing], None], n_parsed: int) -> None:
    edit(landing)
    assert landing.build().n_parsed == n_parsed
    landing.assert_as_from_nothing()


def test_several_days_are_as_one(landing: Landing) -> None:
    for edit in (add, copy, change, remove, better_copy):
        edit(landing)
        landing.build()
    landing.assert_as_from_nothing()


def test_only_parts_with_new_rows_are_written(landing: Landing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_ROWS", 1)
    landing.build()
    before = landing.files(landing.tables)
    assert parts_held(landing.tables, "cables") == ("2007-09", "2007-10", "2008")
    assert landing.written["cables"] == ["2007-09", "2007-10", "2008"]
    add(landing)
    landing.build()
    assert landing.written["paragraphs"] == ["2008-01", "2008-02"]
    assert parts_held(landing.tables, "tags") == ("2007-09", "2007-10", "2008-01", "2008-02")
    after = landing.files(landing.tables)
    assert before["cables/2007-09"] == after["cables/2007-09"]
    landing.assert_as_from_nothing()


def test_changed_parts_are_told(landing: Landing, tmp_path: Path) -> None:
    add(landing)
    landing.build(tmp_path / "other", landing.store)
    changed = changed_parts(list(TABLES), landing.tables, tmp_path / "other")
    assert changed == {name: ["0000"] for name in TABLES}
    assert changed_parts(list(TABLES), landing.tables, landing.tables) == {}
    assert changed_parts(["tags"], None, landing.tables) == {"tags": ["0000"]}


def test_other_parsers_parse_everything_anew_and_leave_nothing_of_the_old(landing: Landing) -> None:
    other = replace(landing.store, parsing="0" * 12)
    assert parse_sources([landing.raw], other).n_parsed == len(PAGES)
    assert [path.name for path in other.root.iterdir()] == [other.parsing]


def test_another_recognizer_recognizes_anew_without_parsing(landing: Landing) -> None:
    shards, other = Shards(landing.store), replace(landing.store, figures="0" * 12)
    found = shards.scan("arms_figures", shards.catalog).collect()
    assert parse_sources([landing.raw], other).n_parsed == 0
    assert found.height > 0
    assert Shards(other).scan("arms_figures", shards.catalog).collect().equals(found)
    assert not list(landing.store.folder.glob(f"*/*-{landing.store.figures}.parquet"))


def test_a_lost_shard_is_made_again(landing: Landing) -> None:
    (shard,) = set(landing.store.manifest()["shard"])
    for path in (landing.store.folder / shard).iterdir():
        path.unlink()
    (landing.store.folder / shard).rmdir()
    assert landing.build().n_parsed == len(PAGES)


def test_what_could_not_be_read_is_tried_again(landing: Landing) -> None:
    (landing.raw / "b/rome.txt").chmod(0)
    os.utime(landing.raw / "b/rome.txt", (1, 1))
    if os.access(landing.raw / "b/rome.txt", os.R_OK):
        (landing.raw / "b/rome.txt").unlink()
        (landing.raw / "b/rome.txt").symlink_to("nowhere")
    landing.build()
    assert landing.build().n_parsed == 1


def test_many_small_shards_become_one(landing: Landing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "SMALL_SHARDS", 3)
    n_shards = []
    for number in range(1, 5):
        landing.write(f"day{number}/page.txt", telegram("PARIS", number))
        landing.build()
        n_shards.append(landing.store.manifest()["shard"].n_unique())
    assert n_shards == [2, 3, 1, 2]
    landing.assert_as_from_nothing()


def test_a_shard_of_mostly_removed_pages_is_made_anew(landing: Landing) -> None:
    for name in list(PAGES)[:3]:
        (landing.raw / name).unlink()
    assert landing.build().n_parsed == 1
    landing.assert_as_from_nothing()
