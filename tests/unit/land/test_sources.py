"""Which files are landed, under which name, in which order."""

import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.land import LandingError, land, survey
from etl.land.sources import printable


def write(path: Path, content: bytes = b"text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("raw/b.html", "raw/a/z.txt", "raw/a/y.txt", "raw/c"):
        write(tmp_path / name, name.encode())
    return tmp_path


def test_uris_tell_no_machine_path_and_are_in_order(tree, landed):
    assert landed(tree / "raw")["uri"].to_list() == ["raw/a/y.txt", "raw/a/z.txt", "raw/b.html", "raw/c"]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_order_of_arguments_and_size_of_batches_change_nothing(tmp_path_factory, data):
    root = tmp_path_factory.mktemp("roots")
    files = [write(root / f"folder{n % 3}/page{n}", b"same" * (n % 4)) for n in range(9)]
    given_paths = [*files, *(root / f"folder{n}" for n in range(3))]
    expected = pl.concat(land([root / f"folder{n}" for n in range(3)]))
    shuffled = data.draw(st.permutations(given_paths))
    batch_bytes = data.draw(st.integers(1, 2000))
    assert pl.concat(land(shuffled, batch_bytes=batch_bytes)).equals(expected)


def test_a_file_given_twice_is_landed_once(tree, landed):
    raw = tree / "raw"
    assert landed(raw, raw, raw / "a", raw / "b.html", raw / "a" / "..").equals(landed(raw))


def test_folders_of_one_name_stay_apart(tmp_path, landed):
    write(tmp_path / "one/raw/page", b"1")
    write(tmp_path / "two/raw/page", b"2")
    assert landed(tmp_path / "two/raw", tmp_path / "one/raw")["uri"].to_list() == ["raw/page", "raw~2/page"]


@pytest.mark.parametrize(
    "name",
    [".DS_Store", ".git/config", "Thumbs.db", "__MACOSX/page", "page.html~", "desktop.ini"],
)
def test_hidden_files_and_junk_are_left_out_unless_given(tree, landed, name):
    junk = write(tree / "raw" / name)
    assert landed(tree / "raw").height == 4
    assert landed(tree / "raw", junk).height == 5


def test_links_in_a_folder_are_named_but_not_followed(tree, landed):
    outside = write(tree / "outside/secret.txt")
    (tree / "raw/loop").symlink_to(tree / "raw")
    (tree / "raw/escape").symlink_to(outside)
    (tree / "raw/nowhere").symlink_to(tree / "missing")
    rejected = landed(tree / "raw").filter(pl.col("reason").is_not_null())
    assert rejected["uri"].to_list() == ["raw/escape", "raw/loop", "raw/nowhere"]
    assert set(rejected["reason"]) == {"symbolic link, not followed"}


def test_a_link_given_as_raw_path_is_followed(tree, landed):
    (tree / "link").symlink_to(tree / "raw")
    assert landed(tree / "link").equals(landed(tree / "raw"))


def test_a_pipe_in_a_folder_is_not_opened(tree, landed):
    os.mkfifo(tree / "raw/pipe")
    rejected = landed(tree / "raw").filter(pl.col("reason").is_not_null())
    assert rejected.select("uri", "reason").rows() == [("raw/pipe", "not a regular file")]


def test_undecodable_names_become_valid_text(tmp_path, landed):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in (b"p\xe9.html", b"two\nlines"):
        with open(os.path.join(os.fsencode(raw), name), "wb") as file:  # noqa: PTH118, PTH123  # names are bytes
            file.write(name)
    assert landed(raw)["uri"].to_list() == ["raw/p\\udce9.html", "raw/two\\nlines"]


@given(st.text(st.characters()))
def test_printable_names_are_one_line_of_utf8(name):
    assert "\n" not in printable(name).encode().decode()


def test_a_file_that_vanishes_is_rejected_and_the_rest_landed(tree):
    frames = land([tree / "raw"])
    (tree / "raw/b.html").unlink()
    frame = pl.concat(frames)
    gone = frame.filter(pl.col("uri") == "raw/b.html")
    assert gone["reason"].item() == "file cannot be read: No such file or directory"
    assert gone["text"].item() is None
    assert frame["document_id"].n_unique() == frame.height == 4


def test_two_unreadable_files_have_ids_of_their_own_whatever_the_run(tmp_path, landed):
    (tmp_path / "raw").mkdir()
    for name in "ab":
        (tmp_path / "raw" / name).symlink_to(tmp_path)
    both = landed(tmp_path / "raw")
    (tmp_path / "raw/a").unlink()
    assert both["document_id"].n_unique() == 2
    assert landed(tmp_path / "raw")["document_id"].item() == both["document_id"][1]


@pytest.mark.parametrize("stage", [land, survey])
def test_a_missing_path_is_one_line_that_names_it(tree, stage):
    with pytest.raises(LandingError, match=r"^cannot land .*nowhere: No such file or directory$"):
        stage([tree / "raw", tree / "nowhere"])


def test_an_empty_folder_is_nothing_to_land(tmp_path):
    with pytest.raises(LandingError, match=f"nothing to land: no file in {tmp_path}"):
        land([tmp_path])
    assert survey([tmp_path]).is_empty()


def test_a_device_is_nothing_to_land():
    with pytest.raises(LandingError, match="neither a file nor a folder"):
        land([Path(os.devnull)])


def test_batches_must_have_a_size(tree):
    with pytest.raises(ValueError, match="must be positive"):
        land([tree / "raw"], batch_bytes=0)


def test_survey_tells_size_and_time_without_reading(tree, landed):
    raw = tree / "raw"
    os.utime(raw / "c", ns=(0, 1_234_567_890_123))
    found = survey([raw])
    assert found["uri"].to_list() == landed(raw)["uri"].to_list()
    assert found.row(3) == ("raw/c", len("raw/c"), 1_234_567_890_123)
