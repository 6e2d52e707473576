"""The web UI and its daemon: Dagster's own, on loopback, with a home below the warehouse."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import click

from etl.settings import ENGINE_VARIABLE, RAW_VARIABLE, SHARDS_VARIABLE, WAREHOUSE_VARIABLE, Settings

HOST = "127.0.0.1"
TEMPLATE = Path(__file__).with_name("dagster.yaml")


def serve(settings: Settings, port: int) -> NoReturn:
    """Become `dagster dev`, which runs until it is interrupted.

    Runs and logs are kept in `$DAGSTER_HOME`, by default `<warehouse>/dagster_home`.

    Raises:
        OSError: that folder cannot be made.
    """
    home = dagster_home(settings)
    click.echo(f"Dagster on http://{HOST}:{port}, its history in {home}; Ctrl-C ends it")
    command = [sys.executable, "-m", "dagster", "dev", "-m", "dagster_project.definitions"]
    command += ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    os.execve(sys.executable, command, environment(settings, home))


def dagster_home(settings: Settings) -> Path:
    """The folder that Dagster keeps its history in, made and configured if it is not there yet."""
    home = Path(os.environ.get("DAGSTER_HOME") or settings.warehouse / "dagster_home").absolute()
    home.mkdir(parents=True, exist_ok=True)
    if not (home / TEMPLATE.name).exists():
        shutil.copyfile(TEMPLATE, home / TEMPLATE.name)
    return home


def environment(settings: Settings, home: Path) -> dict[str, str]:
    """The environment in which `dagster` sees the same settings."""
    return {
        **os.environ,
        "DAGSTER_HOME": str(home),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "PYTHONWARNINGS": "ignore:Function `dev_command` is superseded",
        RAW_VARIABLE: os.pathsep.join(map(str, settings.raw)),
        WAREHOUSE_VARIABLE: str(settings.warehouse),
        SHARDS_VARIABLE: str(settings.shards),
        ENGINE_VARIABLE: settings.engine,
    }
