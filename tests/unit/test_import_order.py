"""Data flows one way: a stage imports only from stages above it and from the foundation."""

import ast
from pathlib import Path

import pytest

ETL = Path(__file__).parents[2] / "etl"
FOUNDATION = ["settings", "vocabulary", "schemas", "reference"]
STAGES = ["land", "pages", "telegrams", "reconcile", "figures", "warehouse", "pipeline"]
MODULES = sorted(p for p in ETL.rglob("*.py") if p.parent != ETL or p.stem != "__init__")


def imported_rooms(path: Path) -> set[str]:
    """The rooms of `etl` that a module imports from."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    assert not {n for n in names if n.split(".")[0] in ("dagster", "dagster_project")}, (
        f"{path} imports Dagster"
    )
    return {n.split(".")[1] for n in names if n.startswith("etl.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ETL)))
def test_imports_only_from_above(path: Path) -> None:
    room = path.relative_to(ETL).parts[0].removesuffix(".py")
    allowed = set(FOUNDATION) | {room}
    if room in STAGES:
        allowed |= set(STAGES[: STAGES.index(room)])
    assert imported_rooms(path) <= allowed


def test_every_room_has_its_place() -> None:
    rooms = {p.stem for p in ETL.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert rooms - {"__init__"} <= set(FOUNDATION) | set(STAGES)
