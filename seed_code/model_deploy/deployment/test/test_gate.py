import pytest

from deployment import gate


@pytest.mark.parametrize(
    ("metric", "value", "expected"),
    [
        *(("auc", 0.95, True), ("auc", 0.9, True), ("auc", 0.85, False), ("r2", 0.85, False)),
        *(("rmse", 0.85, True), ("mae", 0.9, True), ("log_loss", 0.95, False)),
    ],
)
def test_errors_must_be_small_and_all_else_large(metric: str, value: float, expected: bool) -> None:
    assert gate.reaches(metric, value, 0.9) is expected


def test_the_tolerance_is_relative_to_errors_above_one() -> None:
    assert (gate.allowed(0.02, 0.97), gate.allowed(0.02, 250.0)) == (0.02, 5.0)
