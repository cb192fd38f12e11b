"""Tables as the steps hand them to each other: CSV files with a header, the target in the first column."""

from pathlib import Path

import numpy as np
import pandas as pd


def read_tables(folder: Path) -> pd.DataFrame:
    """All CSV files of a folder as one table, in the order of their names."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise ValueError(f"no CSV file in {folder}")
    tables = [pd.read_csv(file) for file in files]
    for file, table in zip(files, tables, strict=True):
        if list(table.columns) != list(tables[0].columns):
            raise ValueError(f"{file.name} has other columns than {files[0].name}")
    return pd.concat(tables, ignore_index=True)


def write_table(table: pd.DataFrame, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(file, index=False, lineterminator="\n")


def target_of(table: pd.DataFrame) -> pd.Series:
    return table.iloc[:, 0]


def features_of(table: pd.DataFrame) -> pd.DataFrame:
    return table.iloc[:, 1:]


def arrays(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Features and target without names, as a request has them: libraries would warn about rows that lack them."""
    return features_of(table).to_numpy(dtype=float), target_of(table).to_numpy()
