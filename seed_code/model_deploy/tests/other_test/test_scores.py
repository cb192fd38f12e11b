"""The distribution of the scores is one that a working model gives."""

import math
from statistics import fmean, pstdev

from acceptance.held_out import HeldOut
from acceptance.limits import Limits

SMALLEST_SPREAD = 0.01
FEATURES = "What to do: check that the features reach the model unchanged and in the order of training."


def test_every_score_is_a_probability(scores: list[float]) -> None:
    wrong = [score for score in scores if not math.isfinite(score) or not 0 <= score <= 1]
    assert not wrong, (
        f"{len(wrong)} of {len(scores)} scores are no probabilities: {wrong[:5]}.\n"
        "What to do: return predict_proba, not a margin or a class, in predict_fn in the build repository."
    )


def test_scores_differ_between_rows(scores: list[float]) -> None:
    spread = pstdev(scores)
    assert spread >= SMALLEST_SPREAD, f"every row gets about the same score (spread {spread:.4f}).\n{FEATURES}"


def test_positive_rows_score_above_negative_rows(held_out: HeldOut, scores: list[float]) -> None:
    pairs = list(zip(held_out.targets, scores, strict=True))
    positive = fmean(score for target, score in pairs if target)
    negative = fmean(score for target, score in pairs if not target)
    assert positive > negative, f"positive rows score {positive:.3f}, negative ones {negative:.3f}.\n{FEATURES}"


def test_the_mean_score_is_near_the_share_of_positive_rows(
    held_out: HeldOut, scores: list[float], limits: Limits
) -> None:
    distance = abs(fmean(scores) - held_out.positive_share)
    assert distance <= limits.mean_score_tolerance, (
        f"mean score {fmean(scores):.3f}, positive rows {held_out.positive_share:.3f}: further apart than "
        f"mean_score_tolerance, {limits.mean_score_tolerance:g}.\nWhat to do: calibrate the model, or raise the "
        "tolerance in inference_config/staging/inference_config.json if scores are not meant as probabilities."
    )
