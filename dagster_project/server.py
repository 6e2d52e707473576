"""The web UI and its daemon: Dagster's own, on loopback, with a home below the warehouse."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from etl.settings import RAW_VARIABLE, WAREHOUSE_VARIABLE, Settings

HOST = "127.0.0.1"
TEMPLATE = Path(__file__).with_name("dagster.yaml")


def serve(settings: Settings, port: int) -> int:
    """Run `dagster dev` until it is interrupted.

    Runs and logs are kept in `$DAGSTER_HOME`, by default `<warehouse>/dagster_home`.
    """
    home = dagster_home(settings)
    click.echo(f"Dagster on http://{HOST}:{port}, its history in {home}; Ctrl-C ends it")
    command = [sys.executable, "-m", "dagster", "dev", "-m", "dagster_project.definitions"]
    command += ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, env=environment(settings, home)) as server:
        try:
            return server.wait()
        except KeyboardInterrupt:
            # The terminal has sent the interrupt to the server too.
            return server.wait()


def dagster_home(settings: Settings) -> Path:
    """The folder that Dagster keeps its history in, made and configured if it is not there yet."""
    home = Path(os.environ.get("DAGSTER_HOME") or settings.warehouse / "dagster_home").absolute()
    home.mkdir(parents=True, exist_ok=True)
    if not (home / TEMPLATE.name).exists():
        shutil.copyfile(TEMPLATE, home / TEMPLATE.name)
    return home


def environment(settings: Settings, home: Path) -> dict[str, str]:
    """The environment in which `dagster` sees the same raw sources and warehouse."""
    return {
        **os.environ,
        "DAGSTER_HOME": str(home),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        RAW_VARIABLE: os.pathsep.join(map(str, settings.raw)),
        WAREHOUSE_VARIABLE: str(settings.warehouse),
    }
