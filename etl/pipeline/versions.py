"""Versions of the code: a digest over a module, all of `etl` that it imports, and the facts that these read.

What was made by other code than today's is made anew; what was made by the same code is kept. The imports are
read from the source, so no list of files can be forgotten when a module is added.
"""

import ast
import re
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from etl.settings import sql_folder
from etl.warehouse.files import VERSION_DIGITS, version_of

ROOT = "etl"


@cache
def code_version(*modules: str, apart: str = "") -> str:
    """Twelve hex digits over the modules, what they import of `etl`, the CSVs that these name, and Polars.

    Args:
        modules: dotted names, `etl.telegrams`.
        apart: a package that they import, which has a version of its own.
    """
    return version_of(source_files(*modules, apart=apart), version("polars"))


def is_code_version(name: str) -> bool:
    """Whether a name could be a version of the code."""
    return re.fullmatch(rf"[0-9a-f]{{{VERSION_DIGITS}}}", name) is not None


def source_files(*modules: str, apart: str = "") -> set[Path]:
    """The files behind some modules: sources of `etl`, and reference tables whose names stand in them.

    Args:
        modules: dotted names.
        apart: a package that is left out.
    """
    found: dict[str, Path] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if apart and f"{name}.".startswith(f"{apart}."):
            continue
        if name not in found and (path := _source(name)) is not None:
            found[name] = path
            waiting.extend(_imported(path))
    words = {word for path in found.values() for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    tables = (path for path in (sql_folder() / "reference").glob("*.csv") if path.stem in words)
    return {*found.values(), *tables}


@cache
def _source(name: str) -> Path | None:
    """The file of a module; null for what is no module but a name inside one."""
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


@cache
def _imported(path: Path) -> tuple[str, ...]:
    """Modules of `etl` that a file takes something from.

    A package's own file counts only where something of it is taken: what it gathers from its modules for
    others has no part in a row.
    """
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if _is_ours(name) and _source(name) else node.module for name in inside]
        else:
            continue
        found += filter(_is_ours, names)
    return tuple(found)


def _is_ours(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] == ROOT
