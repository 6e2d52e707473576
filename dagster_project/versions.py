"""The version of the code that makes the assets, so that the web UI shows what is stale after a change."""

import hashlib
from functools import cache
from pathlib import Path

import etl
from etl.settings import sql_folder

VERSIONED = {".py", ".sql", ".csv"}


@cache
def code_version() -> str:
    """Eight hex digits over all of `etl` and its SQL files: any change makes every asset stale.

    One version for all assets errs on the side of building too much, never too little.
    """
    digest = hashlib.sha256()
    for root in (Path(etl.__file__).parent, sql_folder()):
        for path in sorted(p for p in root.rglob("*") if p.suffix in VERSIONED):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
