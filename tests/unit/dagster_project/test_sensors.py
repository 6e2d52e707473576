"""The sensor, evaluated: what it makes of raw sources as they change."""

from pathlib import Path

import dagster as dg
import pytest

from dagster_project.jobs import BUILD_JOB
from dagster_project.sensors import new_raw_documents
from etl.settings import Settings


def evaluate(settings: Settings, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
    sensor = new_raw_documents(settings)
    assert sensor.job_name == BUILD_JOB
    return sensor(dg.build_sensor_context(cursor=cursor))


def requested(settings: Settings, cursor: str | None = None) -> str:
    """The run key of the one run that is asked for."""
    result = evaluate(settings, cursor)
    assert isinstance(result, dg.SensorResult)
    (request,) = result.run_requests
    assert result.cursor == request.run_key
    return request.run_key


def test_first_look_asks_for_a_build(settings: Settings) -> None:
    assert requested(settings)


def test_no_change_is_skipped(settings: Settings) -> None:
    result = evaluate(settings, requested(settings))
    assert isinstance(result, dg.SkipReason)
    assert "nothing new among 1 file" in result.skip_message


@pytest.mark.parametrize("change", ["added", "grown", "removed"])
def test_change_asks_for_another_build(settings: Settings, change: str) -> None:
    raw = settings.raw[0]
    (raw / "other.txt").write_text("one")
    before = requested(settings)
    if change == "added":
        (raw / "folder").mkdir()
        (raw / "folder" / "new.txt").write_text("new")
    elif change == "grown":
        (raw / "other.txt").write_text("one and more")
    else:
        (raw / "other.txt").unlink()
    assert requested(settings, before) != before


def test_missing_raw_sources_are_skipped(tmp_path: Path) -> None:
    result = evaluate(Settings(raw=(tmp_path / "nowhere",), warehouse=tmp_path))
    assert isinstance(result, dg.SkipReason)
    assert "nowhere" in result.skip_message


def test_empty_raw_sources_are_skipped(tmp_path: Path) -> None:
    result = evaluate(Settings(raw=(tmp_path,), warehouse=tmp_path / "w"))
    assert isinstance(result, dg.SkipReason)
