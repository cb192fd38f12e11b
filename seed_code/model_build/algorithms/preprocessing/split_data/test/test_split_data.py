import json

import pandas as pd


def test_the_step_writes_three_tables_and_the_baseline(run_step_main, tmp_path):
    rows = pd.DataFrame({"kind": ["yes", "no"] * 50, "size": range(100)})
    (tmp_path / "in").mkdir()
    rows.to_csv(tmp_path / "in" / "rows.csv", index=False)
    run_step_main(
        "preprocessing/split_data",
        ["--input", tmp_path / "in", "--output", tmp_path / "out", "--target", "kind", "--positive-class", "yes"],
        ["--test-fraction", 0.2, "--validation-fraction", 0.25, "--seed", 7],
    )
    tables = {name: pd.read_csv(tmp_path / "out" / name / f"{name}.csv") for name in ("train", "validation", "test")}
    assert [len(table) for table in tables.values()] == [60, 20, 20]
    baseline = json.loads((tmp_path / "out" / "baseline" / "statistics.json").read_text())
    assert baseline["dataset"]["item_count"] == 60
