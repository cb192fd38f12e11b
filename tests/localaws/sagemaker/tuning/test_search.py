"""Which values a search tries."""

import random

import pytest

from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.sagemaker.tuning.ranges import sides_of, values_at
from mlops_templates.localaws.sagemaker.tuning.search import Search

RANGES = {
    "IntegerParameterRanges": [{"Name": "depth", "MinValue": "2", "MaxValue": "9"}],
    "ContinuousParameterRanges": [
        {"Name": "rate", "MinValue": "0.001", "MaxValue": "1", "ScalingType": "Logarithmic"},
        {"Name": "kept", "MinValue": "0", "MaxValue": "0.999", "ScalingType": "ReverseLogarithmic"},
    ],
    "CategoricalParameterRanges": [{"Name": "kernel", "Values": ["a", "b", "c"]}],
}


def best_after(strategy: str, seed: int, trials: int) -> float:
    """The greatest value of a hill with its top at (0.7, 0.2) that a search finds."""
    search = Search(strategy, 2, random.Random(seed))
    for _ in range(trials):
        point = search.next()
        search.tell(point, -((point[0] - 0.7) ** 2) - (point[1] - 0.2) ** 2)
    return max(result for _, result in search.results)


def test_every_value_lies_in_its_range() -> None:
    sides = sides_of(RANGES)
    chance = random.Random(1)
    for point in [[0.0] * 4, [0.999999] * 4, *([chance.random() for _ in sides] for _ in range(50))]:
        drawn = values_at(sides, point)
        assert 2 <= int(drawn["depth"]) <= 9
        assert 0.001 <= float(drawn["rate"]) <= 1
        assert 0 <= float(drawn["kept"]) <= 0.999
        assert drawn["kernel"] in ("a", "b", "c")


def test_scales_give_small_numbers_and_numbers_near_one_their_share() -> None:
    drawn = values_at(sides_of(RANGES), [0.5] * 4)
    assert float(drawn["rate"]) == pytest.approx(0.0316, abs=1e-3)
    assert float(drawn["kept"]) == pytest.approx(0.968, abs=1e-2)


def test_a_bayesian_search_comes_closer_to_the_top_than_chance_does() -> None:
    bayesian = [best_after("Bayesian", seed, 15) for seed in range(5)]
    by_chance = [best_after("Random", seed, 15) for seed in range(5)]
    assert sum(bayesian) > sum(by_chance) / 3


def test_the_same_seed_tries_the_same_values() -> None:
    assert best_after("Bayesian", 3, 8) == best_after("Bayesian", 3, 8)


@pytest.mark.parametrize(
    ("ranges", "words"),
    [
        ({}, "At least one parameter range"),
        ({"IntegerParameterRanges": [{"Name": "a", "MinValue": "3", "MaxValue": "2"}]}, "must not be greater"),
        ({"IntegerParameterRanges": [{"Name": "a", "MinValue": "x", "MaxValue": "2"}]}, "must be numbers"),
        (
            {"ContinuousParameterRanges": [
                {"Name": "a", "MinValue": "0", "MaxValue": "2", "ScalingType": "Logarithmic"}]},
            "needs a MinValue greater than 0",
        ),
        (
            {"ContinuousParameterRanges": [
                {"Name": "a", "MinValue": "0", "MaxValue": "1", "ScalingType": "ReverseLogarithmic"}]},
            "needs a continuous range within",
        ),
        ({"CategoricalParameterRanges": [{"Name": "a", "Values": ["x"]}] * 2}, "must be unique"),
    ],
)  # fmt: skip
def test_a_range_without_values_is_refused(ranges: dict[str, list[dict[str, str]]], words: str) -> None:
    with pytest.raises(AwsError, match=words):
        sides_of(ranges)
