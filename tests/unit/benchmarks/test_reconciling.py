"""What is charged to reconciliation, and how it is told to grow."""

from tests.benchmarks.reconciling import Result, reconciled, show


def result(rows: int, seconds: float) -> Result:
    steps = {"documents: the rest": seconds, "reconcile: sketches": seconds / 2, "pages": 10 * seconds}
    return {"rows": rows, "documents": rows + rows // 10, "seconds": steps, "peak_gb": {}}


def test_reconciliation_is_told_from_the_rest_of_the_build() -> None:
    assert reconciled(result(1_000, 2.0)) == {"documents: the rest": 2.0, "reconcile: sketches": 1.0}


def test_share_and_growth_are_told() -> None:
    lines = show([result(10_000, 1.0), result(20_000, 2.0), result(40_000, 8.0)], 0.1).splitlines()
    assert lines[0].endswith("a second copy of 10% of the cables; CPU seconds of one process")
    assert lines[2].split() == ["10,000", "11,000", "11.5", "1.50", "13.0%", "136"]
    slopes = [row.split("documents: ")[1].split(" us")[0] for row in lines if row.startswith("  from")]
    assert slopes == ["136", "409"]
    assert lines[-1].split() == ["reconcile:", "sketches", "4.00"]


def test_one_size_has_no_slope() -> None:
    assert "us a document," not in show([result(10_000, 1.0)], 0.1)
