"""Which rows a model may learn from: those with a target, each once."""

import pandas as pd


def unique(raw: pd.DataFrame, target: str) -> pd.DataFrame:
    if target not in raw.columns:
        raise ValueError(f"the data has no column {target!r}; it has: {', '.join(raw.columns)}")
    kept = raw[raw[target].notna()].drop_duplicates(ignore_index=True)
    if kept.empty:
        raise ValueError(f"no row has a value in {target!r}")
    return kept
