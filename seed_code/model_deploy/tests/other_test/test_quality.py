"""The deployed model is as good as the registered one."""

from collections.abc import Callable

from acceptance.held_out import HeldOut
from acceptance.limits import Limits
from acceptance.tasks import Scores, Task, value_of
from deployment import gate
from deployment.release import Release


def test_the_metric_on_held_out_rows_is_the_registered_one(
    deployed: Release,
    held_out: HeldOut,
    task: Task,
    scores: list[Scores],
    limits: Limits,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    model = deployed.model
    value = value_of(task, model.metric, held_out.targets, scores)
    figure = f"{model.metric} {value:.4f} on {len(scores)} rows (registered {model.metric_value:.4f})"
    print(f"quality: {figure}")
    record_testsuite_property("quality", figure)
    assert abs(value - model.metric_value) <= gate.allowed(limits.quality_tolerance, model.metric_value), (
        f"{figure}: further apart than quality_tolerance, {limits.quality_tolerance:g}.\n"
        "What to do: the endpoint does not do what evaluation did. Compare inference.py with the evaluation step in "
        "the build repository: column order, preprocessing, library versions."
    )


def test_the_metric_on_held_out_rows_reaches_the_threshold(
    deployed: Release, held_out: HeldOut, task: Task, scores: list[Scores]
) -> None:
    model = deployed.model
    value = value_of(task, model.metric, held_out.targets, scores)
    assert gate.reaches(model.metric, value, model.threshold), (
        f"{model.metric} is {value:.4f} through the endpoint, the {gate.word(model.metric)} of registration is "
        f"{model.threshold:g}.\nWhat to do: reject the version in the model registry and train again."
    )
