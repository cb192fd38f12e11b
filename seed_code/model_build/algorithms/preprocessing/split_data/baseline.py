"""Statistics of the training rows: what later data is compared with. The shape is Model Monitor's statistics.json."""

from typing import Any

import numpy as np
import pandas as pd

BUCKETS = 10


def describe(table: pd.DataFrame) -> dict[str, Any]:
    return {
        "version": 0.0,
        "dataset": {"item_count": len(table)},
        "features": [describe_column(table[name]) for name in table.columns],
    }


def describe_column(column: pd.Series) -> dict[str, Any]:
    integral = pd.api.types.is_integer_dtype(column)
    counts, edges = np.histogram(column, bins=BUCKETS)
    return {
        "name": str(column.name),
        "inferred_type": "Integral" if integral else "Fractional",
        "numerical_statistics": {
            "common": {"num_present": int(column.count()), "num_missing": int(column.isna().sum())},
            "mean": float(column.mean()),
            "sum": float(column.sum()),
            "std_dev": float(column.std(ddof=0)),
            "min": float(column.min()),
            "max": float(column.max()),
            "distribution": {
                "kll": {
                    "buckets": [
                        {"lower_bound": float(low), "upper_bound": float(high), "count": float(count)}
                        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
                    ]
                }
            },
        },
    }
