"""Checks on a folder of tables: over all rows, or over changed parts where a part is enough."""

import json
from pathlib import Path

import polars as pl
import pytest

from etl.schemas import TABLES
from etl.warehouse import verdicts
from etl.warehouse.checks import CheckResult, load_checks, run_checks
from etl.warehouse.errors import WarehouseError
from etl.warehouse.facts import FACTS, volumes
from etl.warehouse.parquet import PARTED, WHOLE, part_file, write_part, write_table
from etl.warehouse.verdicts import keep_verdicts, passed_before

CHECKS = {check.name: check for check in load_checks()}


@pytest.fixture
def parted(make_rows, tmp_path) -> Path:
    """One cable in each of two parts; that of 2006 has a paragraph of no cable, that of 2007 an empty one."""
    for name in set(TABLES).difference(PARTED):
        write_table(name, make_rows(name), tmp_path)
    for part, serial in (("2006", 1), ("2007", 2)):
        ours = {"cable_id": f"06MOSCOW{serial}"}
        write_part("cables", part, make_rows("cables", {**ours, "serial": serial}), tmp_path)
        rows = make_rows("paragraphs", {**ours, "paragraph_id": f"06MOSCOW{serial}#par1"})
        write_part("paragraphs", part, rows, tmp_path)
        for name in ("tags", "recipients"):
            write_part(name, part, make_rows(name, ours), tmp_path)
    stray = {"cable_id": "06CAIRO9", "paragraph_id": "06CAIRO9#par1"}
    write_part("paragraphs", "2006", make_rows("paragraphs", {}, stray), tmp_path)
    empty = {"cable_id": "06MOSCOW2", "paragraph_id": "06MOSCOW2#par1", "text": "", "n_words": 0}
    write_part("paragraphs", "2007", make_rows("paragraphs", empty), tmp_path)
    return tmp_path


@pytest.fixture
def facts(make_rows) -> dict[str, pl.DataFrame]:
    """One document landed, and tables as large as before."""
    return {name: make_rows(name, {}) for name in FACTS}


PARTWISE = [CHECKS["paragraphs_belong_to_cables"], CHECKS["paragraphs_have_words"]]


@pytest.mark.parametrize(
    ("parts", "n_failed"),
    [
        (None, [1, 1]),
        ({"paragraphs": ["2006"]}, [1, 0]),
        ({"paragraphs": ["2007"], "tags": ["2007"]}, [0, 1]),
        ({"cables": ["2006"], "paragraphs": ["2007"]}, [1, 1]),
        ({"paragraphs": ["2005"], "documents": [WHOLE]}, [0, 0]),
        ({}, [0, 0]),
    ],
    ids=["all", "one part", "the other part", "parts of two tables", "a part that is gone", "nothing"],
)
def test_changed_parts_alone_are_judged_where_a_part_is_enough(parts, n_failed, parted) -> None:
    results = run_checks(PARTWISE, parted, parts)
    assert [result.check for result in results] == PARTWISE
    assert [result.n_failed for result in results] == n_failed
    assert all(result.rows.height == result.n_failed for result in results)


def test_all_parts_are_judged_where_only_a_table_without_parts_changed(parted, make_rows) -> None:
    figure = {"cable_id": "06MOSCOW1", "paragraph_id": "06MOSCOW1#par1", "char_start": 4, "char_end": 8}
    write_table("arms_figures", make_rows("arms_figures", figure), parted)
    check = CHECKS["arms_figures_quote_their_paragraph"]
    assert run_checks([check], parted, {"arms_figures": [WHOLE]})[0].n_failed == 1
    assert run_checks([check], parted, {"arms_figures": [WHOLE], "paragraphs": ["2007"]})[0].n_failed == 0


def test_a_check_over_all_rows_judges_all_whatever_changed(parted, make_rows) -> None:
    write_part("cables", "2007", make_rows("cables", {}), parted)
    check = CHECKS["cables_have_unique_keys"]
    assert not check.is_partwise
    assert run_checks([check], parted, {"cables": ["2006"]})[0].n_failed == 1


def test_what_a_check_says_is_the_same_alone_and_among_others(parted, facts) -> None:
    together = run_checks(list(CHECKS.values()), parted, facts=facts)
    alone = [run_checks([check], parted, facts=facts)[0] for check in CHECKS.values()]
    assert [result.n_failed for result in together] == [result.n_failed for result in alone]
    assert not [path for path in parted.parent.iterdir() if path.name.endswith(".spill")]


def test_no_partwise_check_reads_a_table_that_is_not_parted() -> None:
    reads = {name: set(check.reads) for name, check in CHECKS.items() if check.is_partwise}
    # A figure is looked for in the parts at hand, and one that is not found there is another check's to find.
    assert set(reads.pop("arms_figures_quote_their_paragraph")) == {"arms_figures", "paragraphs"}
    assert all(tables <= set(PARTED) for tables in reads.values())


def test_a_table_that_cannot_be_read_is_one_line(parted) -> None:
    part_file(parted, "paragraphs", "2006").write_bytes(b"PAR1 cut off")
    with pytest.raises(WarehouseError, match=r"^table paragraphs cannot be read: .+$"):
        run_checks(PARTWISE, parted)


def test_a_check_of_the_build_runs_though_no_table_changed(parted, facts, make_rows) -> None:
    check = CHECKS["tables_keep_their_volume"]
    facts["volumes"] = make_rows("volumes", {"n_rows": 0, "n_rows_before": 2})
    assert [found.n_failed for found in run_checks([check], parted, {}, facts)] == [1]
    with pytest.raises(
        WarehouseError, match="tables_keep_their_volume cannot run: it was not told the volumes"
    ):
        run_checks([check], parted)


def test_what_a_build_passed_beside_another_it_did_not_pass_for_good(tmp_path) -> None:
    check = CHECKS["tables_keep_their_volume"]
    keep_verdicts(tmp_path, "findings", [CheckResult(check, 0, pl.DataFrame())])
    assert passed_before(tmp_path, "findings") == set()


def test_volumes_are_those_of_all_parts_now_and_before(parted, make_rows, tmp_path_factory) -> None:
    before = tmp_path_factory.mktemp("before")
    write_table("tags", make_rows("tags", {}, {"position": 2}, {"position": 3}), before)
    counted = {name: pair for name, *pair in volumes(parted, before).iter_rows()}
    assert counted.keys() == set(TABLES)
    assert counted["paragraphs"] == [3, None]
    assert counted["tags"] == [2, 3]
    assert set(volumes(parted, None)["n_rows_before"]) == {None}


def results(n_failed: int) -> list[CheckResult]:
    return [CheckResult(check, n_failed, pl.DataFrame()) for check in PARTWISE[:1]] + [
        CheckResult(PARTWISE[1], 0, pl.DataFrame())
    ]


def test_a_check_that_failed_is_not_taken_as_passed(tmp_path) -> None:
    keep_verdicts(tmp_path, "paragraphs", results(n_failed=1))
    assert passed_before(tmp_path, "paragraphs") == {"paragraphs_have_words"}
    keep_verdicts(tmp_path, "paragraphs", results(n_failed=0))
    assert passed_before(tmp_path, "paragraphs") == {check.name for check in PARTWISE}


def test_verdicts_of_other_checks_are_none(tmp_path, monkeypatch) -> None:
    keep_verdicts(tmp_path, "paragraphs", results(n_failed=0))
    monkeypatch.setattr(verdicts, "checks_version", lambda: "another")
    assert passed_before(tmp_path, "paragraphs") == set()
    assert json.loads((tmp_path / "checks" / "paragraphs.json").read_text())["version"] != "another"


def test_a_build_without_verdicts_passed_nothing(tmp_path) -> None:
    assert passed_before(None, "cables") == passed_before(tmp_path, "cables") == set()
