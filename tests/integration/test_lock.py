"""What a fresh machine installs is what the code imports, by hash, from no host in particular."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
EVERYTHING = [*PROJECT["dependencies"], *(name for extra in EXTRAS.values() for name in extra)]


def normalized(requirement: str) -> str:
    """The name in a requirement, as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def imported(folder: str) -> set[str]:
    """Distributions that the modules below `folder` import, the standard library and ourselves left out."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    known = packages_distributions()
    ours = {"etl", "dagster_project", "tests"}
    return {normalized(known[name][0]) for name in names - sys.stdlib_module_names - ours if name in known}


def test_every_import_is_declared() -> None:
    declared = {normalized(requirement) for requirement in PROJECT["dependencies"] + EXTRAS["cluster"]}
    assert imported("etl") | imported("dagster_project") <= declared


def test_every_import_of_a_test_is_declared() -> None:
    assert imported("tests") <= {normalized(requirement) for requirement in EVERYTHING}


def test_lock_holds_what_is_declared() -> None:
    pinned = {normalized(line) for line in LOCK.splitlines() if re.match(r"[a-z]", line)}
    assert {normalized(requirement) for requirement in EVERYTHING} <= pinned


def test_what_only_some_need_is_loaded_only_for_them() -> None:
    """Without its extra, cablehouse runs: one module imports the cluster's client, and nothing imports that."""
    code = "import sys, dagster_project.definitions; sys.exit('distributed' in sys.modules or 's3fs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_lock_names_no_host_and_hashes_all() -> None:
    assert not re.search(r"://|^-|^ +-(?!-hash=sha256:)", LOCK, re.MULTILINE)
    pins = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) > 50
    assert all("--hash=sha256:" in pin for pin in pins)
