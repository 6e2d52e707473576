"""What a version of the code is a version of: all that makes the rows, and nothing else."""

import pytest

from etl.pipeline.store import FIGURES, PARSING, ShardStore
from etl.pipeline.versions import code_version, source_files


def names(*modules: str, apart: str = "") -> set[str]:
    """Sources and tables behind modules, as paths from their folder."""
    return {"/".join(path.parts[-2:]) for path in source_files(*modules, apart=apart)}


def test_shards_are_of_the_code_that_parses_and_of_the_facts_it_reads() -> None:
    assert names(*PARSING, apart=FIGURES) >= {
        "land/documents.py",
        "telegrams/__init__.py",
        "pages/__init__.py",
        "pipeline/shards.py",
        "pipeline/store.py",
        "schemas/tables.py",
        "reference/posts.csv",
    }


@pytest.mark.parametrize(
    "module",
    [
        "pipeline/engine.py",
        "pipeline/cluster.py",
        "pipeline/sync.py",
        "pipeline/__init__.py",
        "pipeline/tables.py",
    ],
)
def test_shards_are_the_same_wherever_they_are_made(module: str) -> None:
    assert module not in names(*PARSING, apart=FIGURES)
    assert module not in names("etl.pipeline.shards")


def test_another_recognizer_is_no_other_parser() -> None:
    assert not {name for name in names(*PARSING, apart=FIGURES) if name.startswith("figures/")}
    assert "reference/weapon_systems.csv" not in names(*PARSING, apart=FIGURES)
    assert names(FIGURES) >= {"figures/recognize.py", "reference/weapon_systems.csv"}
    store = ShardStore.current("anywhere")
    assert store.parsing == code_version(*PARSING, apart=FIGURES) != store.figures
