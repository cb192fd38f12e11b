import numpy as np
import pandas as pd
import pytest

from shared_libraries.leaks import refuse_copies

CLASSES = pd.Series([0, 1, 2, 0, 1, 2, 0, 0], name="y")
VALUES = pd.Series([1.0, 2.5, 2.0, 7.0, 4.0], name="price")


@pytest.mark.parametrize("copy", [CLASSES, CLASSES.map({0: 7.0, 1: -1.0, 2: 3.5}), 2 - CLASSES])
def test_a_column_with_the_classes_under_other_names_is_refused(copy):
    with pytest.raises(ValueError, match="columns repeat the target 'y': copy;"):
        refuse_copies(pd.DataFrame({"copy": copy, "other": range(8)}), CLASSES, "multiclass")


@pytest.mark.parametrize("copy", [VALUES, VALUES * 100, 3 - VALUES / 7])
def test_a_column_with_the_target_in_other_units_is_refused(copy):
    with pytest.raises(ValueError, match="columns repeat the target 'price': copy;"):
        refuse_copies(pd.DataFrame({"copy": copy, "other": 1.0}), VALUES, "regression")


def test_good_features_stay():
    flag = (CLASSES == 0).astype(int)
    refuse_copies(pd.DataFrame({"number": range(8), "flag": flag, "one": 1}), CLASSES, "multiclass")
    noisy = VALUES + np.array([0.01, -0.01, 0.0, 0.02, 0.0])
    refuse_copies(pd.DataFrame({"noisy": noisy, "one": 1.0}), VALUES, "regression")
