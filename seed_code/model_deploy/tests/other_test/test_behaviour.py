"""What `ml_tests` in inference_config/staging/inference_config.json asks of the model."""

from collections.abc import Callable
from statistics import fmean

from acceptance.behaviour import MlTests
from acceptance.endpoint import Endpoint
from acceptance.held_out import HeldOut
from acceptance.tasks import Scores, Task, value_of
from deployment import gate
from deployment.release import Release

LEAST_ROWS = 10
FILE = "inference_config/staging/inference_config.json"


def test_quality_in_each_slice_reaches_its_threshold(
    deployed: Release,
    held_out: HeldOut,
    task: Task,
    scores: list[Scores],
    ml_tests: MlTests,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    metric, faults, figures = deployed.model.metric, [], []
    for one in ml_tests.slices:
        rows = one.rows_of(held_out)
        threshold = deployed.model.threshold if one.threshold is None else one.threshold
        if len(rows) < LEAST_ROWS:
            faults.append(f"{one.name}: holds {len(rows)} of the held-out rows, at least {LEAST_ROWS} tell something")
            continue
        value = value_of(task, metric, [held_out.targets[row] for row in rows], [scores[row] for row in rows])
        figures.append(f"{one.name} {value:.4f} on {len(rows)} rows")
        if not gate.reaches(metric, value, threshold):
            faults.append(f"{one.name}: {metric} {value:.4f} on {len(rows)} rows, {gate.word(metric)} {threshold:g}")
    if figures:
        record_testsuite_property("slices", f"{metric} {', '.join(figures)}")
    assert not faults, (
        f"{'; '.join(faults)}.\nWhat to do: train with more rows like these, or reject the version; or correct "
        f"ml_tests.slices in {FILE}."
    )


def test_answers_stay_as_they_are_where_they_must(
    endpoint: Endpoint, held_out: HeldOut, task: Task, scores: list[Scores], ml_tests: MlTests
) -> None:
    faults = []
    for one in ml_tests.invariance:
        moved = fmean(task.distances(scores, endpoint.csv_scores(one.changed(held_out))))
        if moved > one.tolerance:
            change = f"{one.feature} changed by {one.change_percent:g} %"
            faults.append(f"{change} moves the answers by {moved:.4f} on average, tolerance {one.tolerance:g}")
    assert not faults, (
        f"{'; '.join(faults)}.\nWhat to do: regularise the model in the build repository, leave the feature out, or "
        f"correct ml_tests.invariance in {FILE}."
    )


def test_answers_move_in_the_expected_direction(
    endpoint: Endpoint, held_out: HeldOut, scores: list[Scores], ml_tests: MlTests
) -> None:
    faults = []
    for one in ml_tests.direction:
        moved = endpoint.csv_scores(one.changed(held_out))
        place = one.class_number
        share = fmean(one.followed(old[place], new[place]) for old, new in zip(scores, moved, strict=True))
        if share < one.share:
            faults.append(f"{one.feature} {one.add:+g} is not answered {one.expect} by {1 - share:.0%} of the rows")
    assert not faults, (
        f"{'; '.join(faults)}.\nWhat to do: look at the feature in the training rows: its sign, its unit, a leak; or "
        f"correct ml_tests.direction in {FILE}."
    )
