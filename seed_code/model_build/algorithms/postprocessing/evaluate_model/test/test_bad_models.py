"""What must never be registered, however it came about: each is made here, and caught by the steps as they are."""

import numpy as np
import pytest

from evaluation import evaluate
from served_model import load
from verdict import judge

GATES = {"binary": ("auc", 0.8), "multiclass": ("f1_macro", 0.7), "regression": ("r2", 0.6)}


def passed(task, folder, test):
    metric, threshold = GATES[task]
    return judge(evaluate(load(folder / "model.tar.gz"), test, metric, 1).metrics, metric, threshold)["passed"]


@pytest.mark.parametrize("task", GATES)
def test_a_model_of_good_rows_passes(archive, rows, task):
    table = rows(task, 400)
    assert passed(task, archive(task, table[:300]), table[300:]) is True


@pytest.mark.parametrize("task", GATES)
def test_preprocessing_that_mixes_up_the_targets_is_caught_by_the_gate(archive, rows, task):
    table = rows(task, 400)
    mixed = table[:300].assign(y=np.random.default_rng(1).permutation(table["y"][:300]))
    assert passed(task, archive(task, mixed), table[300:]) is False


@pytest.mark.parametrize("task", GATES)
def test_preprocessing_that_empties_a_feature_is_caught_by_the_gate(archive, rows, task):
    table = rows(task, 400)
    assert passed(task, archive(task, table[:300].assign(signal=0.0)), table[300:]) is False


@pytest.mark.parametrize("task", GATES)
def test_preprocessing_that_scales_the_training_rows_alone_is_caught_by_the_gate(archive, rows, task):
    table = rows(task, 400)
    scaled = table[:300].assign(signal=table["signal"] * -3)
    assert passed(task, archive(task, scaled), table[300:]) is False


def test_preprocessing_that_orders_columns_otherwise_in_each_part_is_refused(archive, rows):
    table = rows("binary", 400)
    with pytest.raises(ValueError, match="their order differs"):
        passed("binary", archive("binary", table[["y", "noise", "signal", "group"]][:300]), table[300:])
