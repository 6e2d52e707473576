"""Which build is current: one at a time, whole, whatever happens in between."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.warehouse import publish as publication
from etl.warehouse.errors import BusyError, PublishError, WarehouseError
from etl.warehouse.publish import build_lock, current_build, publish, start_build, take_over


def finished(warehouse: Path, build_id: str, tables: tuple[str, ...] = ("cables", "tags")) -> Path:
    """A build whose files tell their build."""
    build = start_build(warehouse, build_id)
    for name in tables:
        (build / "tables" / name).mkdir()
        (build / "tables" / name / f"{name}-0000.parquet").write_text(build_id)
    (build / "cables.duckdb").write_text(build_id)
    return build


def seen(warehouse: Path) -> tuple[str, str]:
    """What readers find under the published names."""
    table = warehouse / "tables" / "cables" / "cables-0000.parquet"
    return table.read_text(), (warehouse / "cables.duckdb").read_text()


def test_the_published_build_is_what_readers_find(tmp_path) -> None:
    publish(finished(tmp_path, "one"), tmp_path)
    publish(finished(tmp_path, "two"), tmp_path)
    assert seen(tmp_path) == ("two", "two")
    assert current_build(tmp_path) == tmp_path / "builds" / "two"
    assert (tmp_path / "tables").readlink() == Path("builds/two/tables")
    assert not (tmp_path / "cables.duckdb").is_symlink()


def test_the_warehouse_can_be_moved(tmp_path) -> None:
    publish(finished(tmp_path / "here", "one"), tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    assert seen(tmp_path / "there") == ("one", "one")


def test_the_build_before_stays_and_older_ones_go(tmp_path) -> None:
    for build_id in ("one", "two", "three"):
        publish(finished(tmp_path, build_id), tmp_path)
    assert sorted(p.name for p in (tmp_path / "builds").iterdir()) == ["three", "two"]


def test_publishing_twice_keeps_the_build_before(tmp_path) -> None:
    publish(finished(tmp_path, "one"), tmp_path)
    two = finished(tmp_path, "two")
    publish(two, tmp_path)
    publish(two, tmp_path)
    assert sorted(p.name for p in (tmp_path / "builds").iterdir()) == ["one", "two"]


def test_what_killed_builds_left_is_swept(tmp_path) -> None:
    publish(finished(tmp_path, "one"), tmp_path)
    finished(tmp_path, "killed")
    (tmp_path / ".cables.duckdb.1.tmp").write_text("half")
    publish(finished(tmp_path, "two"), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["builds", "cables.duckdb", "tables"]
    assert sorted(p.name for p in (tmp_path / "builds").iterdir()) == ["one", "two"]


class Killed(BaseException):
    """Stands for the end of the process: nothing in the product catches it."""


@pytest.mark.parametrize("n_steps", range(4))
def test_a_kill_between_any_two_steps_leaves_old_or_new(n_steps, tmp_path, monkeypatch) -> None:
    publish(finished(tmp_path, "old"), tmp_path)
    new = finished(tmp_path, "new")
    steps = iter(range(n_steps))
    real_replace = Path.replace

    def replace_or_die(self: Path, target: Path) -> Path:
        if next(steps, None) is None:
            raise Killed
        moved = real_replace(self, target)
        if next(steps, None) is None:
            raise Killed
        return moved

    monkeypatch.setattr(Path, "replace", replace_or_die)
    with pytest.raises(Killed):
        publish(new, tmp_path)
    monkeypatch.undo()
    expected = [("old", "old"), ("new", "old"), ("new", "old"), ("new", "new")][n_steps]
    assert seen(tmp_path) == expected
    publish(new, tmp_path)
    assert seen(tmp_path) == ("new", "new")


def test_tables_not_made_anew_are_taken_over_as_links(tmp_path) -> None:
    publish(finished(tmp_path, "one"), tmp_path)
    two = finished(tmp_path, "two", tables=("cables",))
    assert take_over(two, tmp_path) == ("tags",)
    assert take_over(two, tmp_path) == ()
    publish(two, tmp_path)
    taken = tmp_path / "tables" / "tags" / "tags-0000.parquet"
    assert (taken.read_text(), seen(tmp_path)[0]) == ("one", "two")
    assert taken.stat().st_ino == (tmp_path / "builds/one/tables/tags/tags-0000.parquet").stat().st_ino


def test_all_parts_of_a_table_are_taken_over(tmp_path) -> None:
    one = finished(tmp_path, "one")
    for part in ("2006", "2007-03", "undated"):
        (one / "tables" / "tags" / f"tags-{part}.parquet").write_text(part)
    publish(one, tmp_path)
    two = start_build(tmp_path, "two")
    assert take_over(two, tmp_path) == ("cables", "tags")
    taken = {path.name: path.stat().st_ino for path in (two / "tables" / "tags").iterdir()}
    assert taken == {path.name: path.stat().st_ino for path in (one / "tables" / "tags").iterdir()}
    assert len(taken) == 4


def test_what_lies_beside_the_builds_is_never_swept(tmp_path) -> None:
    shard = tmp_path / "shards" / "parsed" / "pages.parquet"
    shard.parent.mkdir(parents=True)
    shard.write_text("kept")
    for build_id in ("one", "two", "three"):
        publish(finished(tmp_path, build_id), tmp_path)
    assert shard.read_text() == "kept"


def test_the_first_build_has_nothing_to_take_over(tmp_path) -> None:
    assert take_over(finished(tmp_path, "one"), tmp_path) == ()


def test_a_copy_stands_in_where_the_file_system_knows_no_links(tmp_path, monkeypatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(publication.os, "link", no_links)
    publish(finished(tmp_path, "one"), tmp_path)
    assert seen(tmp_path) == ("one", "one")


@pytest.mark.parametrize("missing", ["tables", "cables.duckdb"])
def test_an_unfinished_build_is_refused(missing, tmp_path) -> None:
    publish(finished(tmp_path, "one"), tmp_path)
    two = finished(tmp_path, "two")
    (two / missing).rename(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="build two is not finished"):
        publish(two, tmp_path)
    assert seen(tmp_path) == ("one", "one")


def test_a_folder_that_no_build_made_is_never_replaced(tmp_path) -> None:
    (tmp_path / "tables" / "precious").mkdir(parents=True)
    with pytest.raises(PublishError, match=r"tables was not made by a build: move it away"):
        start_build(tmp_path, "one")
    assert (tmp_path / "tables" / "precious").is_dir()


def test_a_link_to_nowhere_is_replaced(tmp_path) -> None:
    (tmp_path / "tables").symlink_to("builds/gone/tables")
    publish(finished(tmp_path, "one"), tmp_path)
    assert seen(tmp_path) == ("one", "one")


def test_two_builds_do_not_meet(tmp_path) -> None:
    with (
        build_lock(tmp_path),
        pytest.raises(BusyError, match=r"^another build is writing \S+: wait for its end$"),
        build_lock(tmp_path),
    ):
        pytest.fail("two builds hold one warehouse")
    with build_lock(tmp_path):
        assert (tmp_path / ".lock").exists()


def test_the_lock_goes_with_a_killed_process(tmp_path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from etl.warehouse.publish import build_lock\n"
        "with build_lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(BusyError), build_lock(tmp_path):
            pytest.fail("two builds hold one warehouse")
        os.kill(holder.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with build_lock(tmp_path):
                return
        except BusyError:
            time.sleep(0.05)
    pytest.fail("the lock outlived its process")


def test_an_unwritable_warehouse_is_one_line(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(WarehouseError, match=r"^cannot write warehouse \S+/file/w: Not a directory$"),
        build_lock(tmp_path / "file" / "w"),
    ):
        pytest.fail("a file was taken for a folder")
