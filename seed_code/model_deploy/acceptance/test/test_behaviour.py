import json
from pathlib import Path

import pytest

from acceptance import behaviour
from acceptance.behaviour import Direction, Invariance, MlTests, Slice
from acceptance.held_out import HeldOut
from deployment.errors import DeploymentError

ROWS = HeldOut(("size", "age"), (0, 1, 0), (("1", "10"), ("5", "20"), ("9", "30")))


def test_a_slice_holds_the_rows_of_its_range() -> None:
    assert Slice("all", "size").rows_of(ROWS) == [0, 1, 2]
    assert Slice("large", "size", least=5).rows_of(ROWS) == [1, 2]
    assert Slice("middle", "age", least=10, below=30).rows_of(ROWS) == [0, 1]


def test_an_invariance_changes_one_feature_or_all_by_a_share_of_the_value() -> None:
    assert Invariance("age", 10, 0).changed(ROWS)[0] == ("1", "11.0")
    assert Invariance("*", 10, 0).changed(ROWS)[2] == (repr(9 * 1.1), "33.0")


def test_a_direction_adds_to_its_feature_alone() -> None:
    assert Direction("size", 2, "higher").changed(ROWS) == [("3.0", "10"), ("7.0", "20"), ("11.0", "30")]


@pytest.mark.parametrize(
    ("expect", "after", "followed"),
    [("higher", 0.6, True), ("higher", 0.5, True), ("higher", 0.4, False), ("lower", 0.4, True), ("lower", 0.6, False)],
)
def test_an_answer_that_stays_contradicts_no_direction(expect: str, after: float, followed: bool) -> None:
    assert Direction("size", 1, expect).followed(0.5, after) is followed


def test_a_feature_that_the_model_has_not_is_named() -> None:
    with pytest.raises(DeploymentError, match="names the feature 'weight', the model has size, age"):
        Slice("heavy", "weight").rows_of(ROWS)


def test_the_tests_are_read_from_the_file_of_staging(tmp_path: Path) -> None:
    (tmp_path / "staging").mkdir()
    file = tmp_path / "staging" / "inference_config.json"
    file.write_text("{}")
    assert behaviour.read(tmp_path) == MlTests()
    change = {"feature": "*", "change_percent": 1, "tolerance": 0.1}
    file.write_text(json.dumps({"ml_tests": {"slices": [{"name": "old", "feature": "age"}], "invariance": [change]}}))
    assert behaviour.read(tmp_path) == MlTests((Slice("old", "age"),), (Invariance("*", 1, 0.1),))
