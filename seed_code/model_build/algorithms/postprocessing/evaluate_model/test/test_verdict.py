import pytest

from verdict import figure, judge


def test_the_gate_opens_at_its_threshold():
    assert judge({"auc": 0.5}, "auc", 0.5)["passed"] is True
    assert judge({"rmse": 12.0}, "rmse", 12.0)["passed"] is True


@pytest.mark.parametrize(
    ("metric", "value", "threshold", "message"),
    [
        ("auc", 0.5, 0.95, "auc is 0.5000, threshold 0.95: missed by 0.4500"),
        ("r2", -0.2, 0.5, "r2 is -0.2000, threshold 0.5: missed by 0.7000"),
        ("rmse", 12.5, 10, "rmse is 12.5000, threshold at most 10: missed by 2.5000"),
        ("log_loss", 0.7, 0.4, "log_loss is 0.7000, threshold at most 0.4: missed by 0.3000"),
        ("mae", 2e-5, 1e-5, "mae is 2e-05, threshold at most 1e-05: missed by 1e-05"),
    ],
)
def test_a_missed_gate_says_which_metric_and_by_how_much(metric, value, threshold, message):
    verdict = judge({metric: value}, metric, threshold)
    assert verdict["passed"] is False
    assert verdict["message"] == message


def test_figures_keep_what_they_say():
    assert [figure(value) for value in (0.0, 0.12345, 12.0, 4e-7, 2.5e7)] == [
        "0.0000",
        "0.1235",
        "12.0000",
        "4e-07",
        "2.5e+07",
    ]
