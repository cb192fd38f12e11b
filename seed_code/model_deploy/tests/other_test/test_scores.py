"""The distribution of the answers is one that a working model gives."""

from acceptance.held_out import HeldOut
from acceptance.limits import Limits
from acceptance.tasks import Scores, Task

SMALLEST_SPREAD = 0.01
FEATURES = "What to do: check that the features reach the model unchanged and in the order of training."


def test_every_score_is_one_that_the_task_allows(task: Task, scores: list[Scores]) -> None:
    faults = [fault for fault in map(task.fault, scores) if fault]
    assert not faults, (
        f"{len(faults)} of {len(scores)} answers are wrong, expected {task.answer}: {'; '.join(faults[:3])}.\n"
        "What to do: for classes return predict_proba, not a margin or a class; for regression a finite number; in "
        "predict_fn in the build repository."
    )


def test_scores_differ_between_rows(task: Task, held_out: HeldOut, scores: list[Scores]) -> None:
    spread = task.spread(held_out.targets, scores)
    assert spread >= SMALLEST_SPREAD, f"every row gets about the same score (spread {spread:.4f}).\n{FEATURES}"


def test_scores_follow_the_targets(task: Task, held_out: HeldOut, scores: list[Scores]) -> None:
    contrary = task.contrary(held_out.targets, scores)
    assert not contrary, f"{contrary}.\n{FEATURES}"


def test_the_mean_score_is_near_that_of_the_targets(
    task: Task, held_out: HeldOut, scores: list[Scores], limits: Limits
) -> None:
    distance, words = task.gap(held_out.targets, scores)
    assert distance <= limits.mean_score_tolerance, (
        f"{words}: further apart than mean_score_tolerance, {limits.mean_score_tolerance:g}.\nWhat to do: calibrate "
        "the model, or raise the tolerance in inference_config/staging/inference_config.json if scores are not meant "
        "as probabilities."
    )
