import numpy as np
import pandas as pd
import pytest

from suspicions import suspicions_of

NUMBERS = np.random.default_rng(2).normal(size=200)
TARGETS = {"binary": (NUMBERS > 0).astype(int), "regression": np.exp(NUMBERS)}


@pytest.mark.parametrize("task", TARGETS)
def test_a_column_that_tells_the_target_alone_is_named(task):
    features = pd.DataFrame({"billed": -NUMBERS, "noise": np.random.default_rng(4).normal(size=200), "one": 1.0})
    (sentence,) = suspicions_of(task, features, TARGETS[task])
    assert sentence == "billed alone nearly tells the target (1.0000 of 1): is it known when the model is asked?"


def test_a_column_that_tells_one_of_three_classes_is_not():
    target = np.digitize(NUMBERS, [-0.5, 0.5])
    assert suspicions_of("multiclass", pd.DataFrame({"number": NUMBERS}), target) == ()


def test_a_good_column_is_not():
    noisy = NUMBERS + np.random.default_rng(4).normal(size=200) / 2
    assert suspicions_of("binary", pd.DataFrame({"noisy": noisy}), TARGETS["binary"]) == ()
