"""The command `cablehouse`: build, look, serve. Errors are one line on stderr.

Exit status: 0 done; 1 the build or a blocking check failed; 2 wrong usage; 130 interrupted.
Dagster and Polars are imported by the commands that need them, so that help and queries start at once.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from etl.settings import (
    ENGINE_VARIABLE,
    RAW_VARIABLE,
    SHRINK_VARIABLE,
    WAREHOUSE_VARIABLE,
    Settings,
    SettingsError,
)
from etl.warehouse.errors import WarehouseError, one_line

EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130

raw_option = click.option(
    "--raw",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="File, folder or archive to build from; may be repeated.  "
    f"[default: ${RAW_VARIABLE}, else warehouse/raw]",
)
warehouse_option = click.option(
    "--warehouse",
    type=click.Path(path_type=Path, file_okay=True),
    metavar="DIR",
    help=f"Folder of the warehouse.  [default: ${WAREHOUSE_VARIABLE}, else warehouse]",
)
engine_option = click.option(
    "--engine",
    metavar="ENGINE",
    help="What parses: 'local' for processes of this machine, 'dask' for a cluster of such, either with ':N' "
    f"for N of them; or a Dask scheduler's address.  [default: ${ENGINE_VARIABLE}, else local]",
)

shrink_option = click.option(
    "--allow-shrink",
    is_flag=True,
    help="Publish though tables have lost over a tenth of their rows, as when raw sources were taken away.  "
    f"[default: ${SHRINK_VARIABLE}]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cablehouse", message="%(prog)s %(version)s")
def cablehouse() -> None:
    """A data warehouse of US diplomatic cables: raw mirror pages in, Parquet tables and DuckDB views out.

    \b
    Examples:
      cablehouse build --raw ~/cables.csv --warehouse ~/cables
      cablehouse tables cables
      cablehouse sql "SELECT * FROM arms_sales_by_buyer_year ORDER BY value_usd DESC LIMIT 10"
    """


@cablehouse.command()
@raw_option
@warehouse_option
@engine_option
@shrink_option
def build(raw: Sequence[Path], warehouse: Path | None, engine: str | None, *, allow_shrink: bool) -> None:
    """Build the warehouse from raw sources, replacing the one that is there if all checks pass.

    \b
    Examples:
      cablehouse build
      cablehouse build --raw ~/mirror --raw ~/dump.7z --warehouse ~/cables
      cablehouse build --raw ~/cables.csv --engine tcp://scheduler:8786
    """
    settings = _resolve(raw, warehouse, engine, allow_shrink=allow_shrink)
    n_bytes = _bytes_to_read(settings)

    from dagster_project.console import build_and_report

    click.get_current_context().exit(build_and_report(settings, n_bytes))


def _resolve(
    raw: Sequence[Path], warehouse: Path | None, engine: str | None, *, allow_shrink: bool = False
) -> Settings:
    """Settings whose engine and place of shards can be had.

    Raises:
        SettingsError: they cannot.
    """
    from etl.pipeline import choose_engine
    from etl.pipeline.places import place

    settings = Settings.resolve(raw, warehouse, engine, allow_shrink=allow_shrink)
    choose_engine(settings.engine)
    place(settings.shards)
    return settings


def _bytes_to_read(settings: Settings) -> int:
    """Size of the raw sources: what cannot be built from is told before anything is started."""
    from etl.land import LandingError, survey

    try:
        listed = survey(settings.raw)
    except LandingError as error:
        raise click.UsageError(str(error)) from error
    if listed.is_empty():
        raise click.UsageError(f"nothing to build from in {', '.join(map(str, settings.raw))}")
    return int(listed["n_bytes"].sum())


@cablehouse.command()
@click.argument("query", metavar="SELECT")
@warehouse_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json", "parquet")),
    default="table",
    show_default=True,
    help="Form of the result.",
)
def sql(query: str, warehouse: Path | None, form: str) -> None:
    """Run one read-only query on the warehouse and write its result to stdout.

    \b
    Examples:
      cablehouse sql "SELECT classification, count(*) FROM cables GROUP BY ALL"
      cablehouse sql "FROM latest_releases" --format csv > latest.csv
      cablehouse sql "FROM arms_figures" --format parquet > figures.parquet
    """
    from etl.warehouse.query import run_query, write_result

    database = Settings.resolve(warehouse=warehouse).database
    with run_query(database, query) as rows:
        write_result(rows, form, sys.stdout.buffer)


@cablehouse.command()
@click.argument("name", required=False)
def tables(name: str | None) -> None:
    """The data dictionary: every table and view, or the columns of one, with type, unit and meaning.

    \b
    Examples:
      cablehouse tables
      cablehouse tables arms_figures
    """
    from dagster_project.dictionary import print_relation, print_relations

    print_relation(name) if name else print_relations()


@cablehouse.command()
@raw_option
@warehouse_option
@engine_option
@click.option(
    "--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port on 127.0.0.1."
)
def serve(raw: Sequence[Path], warehouse: Path | None, engine: str | None, port: int) -> None:
    """Dagster's web UI and its daemon on 127.0.0.1, until Ctrl-C; sends nothing anywhere.

    \b
    Examples:
      cablehouse serve
      cablehouse serve --raw ~/mirror --warehouse ~/cables --port 3001
    """
    from dagster_project.server import serve as start

    start(_resolve(raw, warehouse, engine), port)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; errors become one line on stderr and an exit status.

    Args:
        arguments: the words after `cablehouse`; None takes them from the process.

    Returns:
        The exit status.
    """
    try:
        return cablehouse.main(args=arguments, prog_name="cablehouse", standalone_mode=False) or 0
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted", EXIT_INTERRUPTED)
    except (SettingsError, WarehouseError) as error:
        # A build tells its own errors: what comes here is a query, or a name, that cannot be answered.
        return _fail(str(error), EXIT_USAGE)
    except BrokenPipeError:
        # Whoever read stdout has closed it, as `head` does; the interpreter must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except OSError as error:
        return _fail(f"{error.filename}: {one_line(error)}", EXIT_FAILED)


def _fail(message: str, status: int) -> int:
    click.echo(f"cablehouse: error: {' '.join(message.split())}", err=True)
    return status
