import pandas as pd


def test_what_the_step_leaves_is_what_the_next_one_reads(run_step_main, tmp_path):
    (tmp_path / "in").mkdir()
    pd.DataFrame({"kind": ["yes", "no", "yes"], "size": [1, 2, 1]}).to_csv(tmp_path / "in" / "rows.csv", index=False)
    run_step_main(
        "preprocessing/unique_rows",
        ["--input", tmp_path / "in", "--output", tmp_path / "out", "--target", "kind", "--seed", 7],
    )
    assert pd.read_csv(tmp_path / "out" / "data" / "rows.csv").to_dict("list") == {
        "kind": ["yes", "no"],
        "size": [1, 2],
    }
