"""The model is as good in the batch pipeline as it was when it was registered."""

from collections.abc import Callable

from acceptance.batch.limits import Limits
from acceptance.batch.pipeline import Results
from acceptance.held_out import HeldOut
from acceptance.tasks import Task, value_of
from deployment import gate
from deployment.release import Release


def test_the_metric_on_held_out_rows_is_the_registered_one(
    deployed: Release,
    held_out: HeldOut,
    task: Task,
    results: Results,
    batch_limits_of_staging: Limits,
    record_testsuite_property: Callable[[str, object], None],
) -> None:
    model, tolerance = deployed.model, batch_limits_of_staging.quality_tolerance
    value = value_of(task, model.metric, held_out.targets, results.scores)
    figure = f"{model.metric} {value:.4f} on {len(results.rows)} rows (registered {model.metric_value:.4f})"
    drifted = sum(feature["drifted"] for feature in results.monitoring["features"])
    drift = f"{drifted} of {len(results.monitoring['features'])} features drifted"
    record_testsuite_property("batch", f"{figure}, {drift}, {results.minutes:.1f} min")
    assert abs(value - model.metric_value) <= gate.allowed(tolerance, model.metric_value), (
        f"{figure}: further apart than quality_tolerance, {tolerance:g}.\n"
        "What to do: the pipeline does not do what evaluation did. Compare steps/preprocess.py and inference.py with "
        "the evaluation step in the build repository: column order, preprocessing, library versions."
    )


def test_the_metric_on_held_out_rows_reaches_the_threshold(
    deployed: Release, held_out: HeldOut, task: Task, results: Results
) -> None:
    model = deployed.model
    value = value_of(task, model.metric, held_out.targets, results.scores)
    assert gate.reaches(model.metric, value, model.threshold), (
        f"{model.metric} is {value:.4f} in the batch pipeline, the {gate.word(model.metric)} of registration is "
        f"{model.threshold:g}.\nWhat to do: reject the version in the model registry and train again."
    )


def test_the_mean_score_is_near_that_of_the_targets(
    held_out: HeldOut, task: Task, results: Results, batch_limits_of_staging: Limits
) -> None:
    tolerance = batch_limits_of_staging.mean_score_tolerance
    distance, words = task.gap(held_out.targets, results.scores)
    assert distance <= tolerance, (
        f"{words}: further apart than mean_score_tolerance, {tolerance:g}.\nWhat to do: calibrate the model, or raise "
        "the tolerance in inference_config/staging/batch_config.json if scores are not meant as probabilities."
    )
