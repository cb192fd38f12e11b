"""Finds features that say the target itself: a model that has seen them is worth nothing where they are missing."""

import numpy as np
import pandas as pd

SAME = 1 - 1e-9  # correlation from which on a number is the target in other units


def refuse_copies(features: pd.DataFrame, target: pd.Series, task: str) -> None:
    """A ValueError that names every feature which is the target under another name."""
    same = is_rescaled if task == "regression" else is_renamed
    copies = [str(name) for name in features if same(features[name].to_numpy(), target.to_numpy())]
    if copies:
        raise ValueError(
            f"columns repeat the target {target.name!r}: {', '.join(copies)}; name them in data.drop_columns, "
            "because whoever asks the model does not know them yet"
        )


def is_renamed(column: np.ndarray, target: np.ndarray) -> bool:
    """Each value stands for one class and each class for one value."""
    values, classes = pd.factorize(column)[0], pd.factorize(target)[0]
    count = classes.max() + 1
    return count > 1 and values.max() + 1 == count and len(np.unique(values * count + classes)) == count


def is_rescaled(column: np.ndarray, target: np.ndarray) -> bool:
    first, second = column - column.mean(), target - target.mean()
    size = np.sqrt((first**2).sum() * (second**2).sum())
    return bool(len(target) > 2 and size > 0 and abs((first * second).sum()) / size >= SAME)
