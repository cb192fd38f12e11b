"""The results of a run: each row once, in order, beside what arrived with it, and described rightly."""

import math
from statistics import fmean

from acceptance.batch.pipeline import Results
from acceptance.held_out import HeldOut
from acceptance.tasks import Task

JOIN = "What to do: check app_infra/batch_inference/steps, preprocess.py and postprocess.py."


def test_every_row_is_scored_once_and_in_order(results: Results, held_out: HeldOut, task: Task) -> None:
    targets = tuple(task.target(next(iter(row.values()))) for row in results.rows)
    assert targets == held_out.targets, (
        f"{len(held_out.targets)} rows went in, {len(results.rows)} came out, or they changed places.\n{JOIN}"
    )


def test_every_score_is_one_that_the_task_allows(results: Results, task: Task) -> None:
    faults = [fault for fault in map(task.fault, results.scores) if fault]
    assert not faults, (
        f"{len(faults)} of {len(results.scores)} answers are wrong, expected {task.answer}: {'; '.join(faults[:3])}.\n"
        "What to do: return predict_proba, not a margin or a class, in predict_fn in the build repository."
    )


def test_the_statistics_are_those_of_the_rows(results: Results) -> None:
    for column, scores in zip(results.statistics["columns"], zip(*results.scores, strict=True), strict=True):
        score = results.statistics[column]
        counted = score["outside"] + sum(bucket["count"] for bucket in score["buckets"])
        assert results.statistics["rows"] == len(results.rows) == counted, JOIN
        assert math.isclose(score["mean"], fmean(scores), rel_tol=1e-9, abs_tol=1e-9), JOIN


def test_rows_like_those_of_training_have_not_drifted(results: Results) -> None:
    report = results.monitoring
    drifted = [feature["name"] for feature in report["features"] if feature["drifted"]]
    assert report["compared"] and not report["drifted"], (
        f"{len(drifted)} of {len(report['features'])} features of the held-out rows drifted: {', '.join(drifted[:10])}."
        "\nWhat to do: they come from the same rows as the baseline, so the comparison is wrong, or its limits are: "
        "see drift_threshold and drifted_share_limit in inference_config/staging/batch_config.json."
    )
