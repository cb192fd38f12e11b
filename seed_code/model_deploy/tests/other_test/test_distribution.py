"""Held-out rows and scores are distributed as the rows of training were."""

from acceptance.baseline import Baseline
from acceptance.held_out import HeldOut
from acceptance.limits import Limits
from acceptance.tasks import Scores, Task


def test_the_held_out_rows_look_like_those_of_training(baseline: Baseline, held_out: HeldOut, limits: Limits) -> None:
    drifted = baseline.drifted(held_out, limits.drift_threshold)
    share = len(drifted) / len(held_out.features)
    assert share <= limits.drifted_share_limit, (
        f"{len(drifted)} of {len(held_out.features)} features have drifted away from the training rows (population "
        f"stability index): {', '.join(drifted[:10])}.\nWhat to do: the quality on these rows says little about the "
        "model: split the data anew and train again; or see drift_threshold and drifted_share_limit of test_limits in "
        "inference_config/staging/inference_config.json."
    )


def test_the_scores_are_distributed_as_the_targets_of_training(
    task: Task, baseline: Baseline, scores: list[Scores], limits: Limits
) -> None:
    distance, words = task.gap_to(baseline, scores)
    assert distance <= limits.mean_score_tolerance, (
        f"{words}: further apart than mean_score_tolerance, {limits.mean_score_tolerance:g}.\nWhat to do: the model "
        "answers other than it was taught: compare the preprocessing of the held-out rows with that of the training "
        "rows, or raise the tolerance in inference_config/staging/inference_config.json."
    )
