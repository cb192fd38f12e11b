from typing import Any

import comparison
import pytest

from monitoring.test.examples import baseline, even_rows

LIMITS = comparison.Limits(drift_threshold=0.2, missing_share=0.05, drifted_share=0.4)


def judged(rows: list[list[str]], missing_in_training: int = 0) -> dict[str, Any]:
    compared = comparison.with_baseline(baseline(missing_in_training))
    compared.add(rows)
    return compared.judged(LIMITS)


def test_rows_like_those_of_training_have_not_drifted() -> None:
    report = judged(even_rows(400))
    assert (report["compared"], report["drifted_share"], report["drifted"]) == (True, 0, False)
    assert all(one["index"] < 0.01 for one in report["features"])


def test_a_feature_that_moved_has_drifted_and_its_neighbour_has_not() -> None:
    report = judged(even_rows(400, shift=3))
    drifted = {one["name"]: one["drifted"] for one in report["features"]}
    assert drifted == {"height": True, "width": False}
    assert (report["drifted_share"], report["drifted"]) == (0.5, True)


@pytest.mark.parametrize("gap", ["", "unknown", "nan", "inf"])
def test_a_feature_that_is_missing_more_often_than_in_training_has_drifted(gap: str) -> None:
    rows = even_rows(400)
    report = judged([[gap, row[1]] if number % 10 == 0 else row for number, row in enumerate(rows)])
    height = report["features"][0]
    assert (height["missing_share"], height["drifted"]) == (0.1, True)


def test_a_feature_that_was_missing_in_training_too_has_not_drifted() -> None:
    rows = even_rows(400)
    report = judged([["", row[1]] if number % 10 == 0 else row for number, row in enumerate(rows)], 100)
    assert report["features"][0]["missing_share_in_training"] == pytest.approx(100 / 1100)
    assert not report["features"][0]["drifted"]


def test_a_feature_that_is_missing_in_every_row_has_drifted() -> None:
    assert judged([["", "1"]] * 60)["features"][0]["drifted"]


def test_too_few_rows_are_not_judged() -> None:
    report = judged(even_rows(49))
    assert (report["compared"], report["reason"], report["features"]) == (False, "fewer than 50 rows", [])
    assert judged(even_rows(50))["compared"]


def test_rows_of_another_width_are_counted_and_left_out() -> None:
    report = judged([*even_rows(60), ["1"], ["1", "2", "3"]])
    assert (report["rows"], report["unreadable_rows"]) == (60, 2)
