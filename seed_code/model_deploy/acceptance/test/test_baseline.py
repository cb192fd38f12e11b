import io
import json
from typing import Any

import pytest
from botocore.response import StreamingBody

from acceptance import baseline
from acceptance.baseline import Baseline
from acceptance.held_out import HeldOut
from deployment.errors import DeploymentError
from deployment.test.examples import stubbed


def column(name: str, counts: list[int], low: float, high: float) -> dict[str, Any]:
    step = (high - low) / len(counts)
    buckets = [
        {"lower_bound": low + number * step, "upper_bound": low + (number + 1) * step, "count": count}
        for number, count in enumerate(counts)
    ]
    numbers = {"mean": 0.4, "std_dev": 0.5, "distribution": {"kll": {"buckets": buckets}}}
    return {"name": name, "numerical_statistics": numbers}


TARGET = column("y", [50, 0, 0, 0, 0, 30, 0, 0, 0, 20], 0, 2)
TRAINING = Baseline({"features": [TARGET, column("a", [100] * 10, 0, 10), column("b", [100] * 10, 0, 10)]})


def rows(offset: float) -> HeldOut:
    """A thousand rows like those of training, the second feature moved."""
    return HeldOut(("a", "b"), (0.0,) * 1000, tuple((f"{n / 100}", f"{n / 100 + offset}") for n in range(1000)))


def test_rows_like_those_of_training_have_not_drifted() -> None:
    assert TRAINING.drifted(rows(0), 0.2) == []


def test_a_feature_with_other_values_is_named_with_its_index() -> None:
    (told,) = TRAINING.drifted(rows(4), 0.2)
    assert told.startswith("b ") and float(told.split()[1]) > 1


def test_rows_too_few_to_be_judged_have_not_drifted() -> None:
    few = rows(4)
    assert TRAINING.drifted(HeldOut(few.features, few.targets[:49], few.rows[:49]), 0.2) == []


def test_the_shares_of_classes_are_those_of_the_target() -> None:
    assert TRAINING.shares(3) == [0.5, 0.3, 0.2]
    assert TRAINING.shares(30) == ()
    assert (TRAINING.mean, TRAINING.deviation) == (0.4, 0.5)


def test_the_statistics_are_read_from_their_address() -> None:
    s3, stubber = stubbed("s3")
    text = json.dumps(TRAINING.document).encode()
    stubber.add_response("get_object", {"Body": StreamingBody(io.BytesIO(text), len(text))})
    assert baseline.read(s3, "s3://data/statistics.json") == TRAINING


def test_a_version_without_statistics_says_what_to_do() -> None:
    with pytest.raises(DeploymentError, match="has no BaselineS3Uri in its metadata: register it again"):
        baseline.read(None, "")
