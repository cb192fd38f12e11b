import pandas as pd
import pytest

from splitting import features_without, split


@pytest.fixture
def raw():
    rows = range(200)
    return pd.DataFrame({"kind": [1, 0] * 100, "id": rows, "size": [row / 7 for row in rows]})


def test_target_and_dropped_columns_are_no_features(raw):
    assert list(features_without(raw, "kind", ["id"]).columns) == ["size"]


def test_a_missing_column_is_refused_with_the_columns_there_are(raw):
    with pytest.raises(ValueError, match=r"no column 'sort', 'ID'; it has: kind, id, size"):
        features_without(raw, "sort", ["ID"])


def test_text_features_are_refused_by_name(raw):
    raw["colour"] = "red"
    with pytest.raises(ValueError, match="not numeric: colour"):
        features_without(raw, "kind")


def test_missing_values_are_refused_by_name_and_count(raw):
    raw.loc[3:4, "size"] = None
    with pytest.raises(ValueError, match=r"missing values: size \(2\)"):
        features_without(raw, "kind")


@pytest.mark.parametrize("by_class", [True, False])
def test_every_row_lands_in_exactly_one_part(raw, by_class):
    parts = split(raw, 0.2, 0.25, seed=1, by_class=by_class)
    assert {name: len(part) for name, part in parts.items()} == {"train": 120, "validation": 40, "test": 40}
    pd.testing.assert_frame_equal(pd.concat(parts.values()).sort_index(), raw)


@pytest.mark.parametrize("counts", [(60, 140), (100, 60, 40)])
def test_the_parts_keep_the_class_balance(raw, counts):
    raw["kind"] = [code for code, count in enumerate(counts) for _ in range(count)]
    for part in split(raw, 0.2, 0.25, seed=1, by_class=True).values():
        assert [(part["kind"] == code).mean() for code in range(len(counts))] == pytest.approx(
            [count / 200 for count in counts]
        )


def test_the_same_seed_gives_the_same_parts_and_another_seed_others(raw):
    first, again, other = (split(raw, 0.2, 0.25, seed=seed, by_class=True)["test"] for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert list(first.index) != list(other.index)


def test_a_part_without_every_class_is_refused(raw):
    with pytest.raises(ValueError, match="the test part would not hold 2 of the classes"):
        split(raw.head(20), 0.01, 0.25, seed=1, by_class=True)


def test_a_part_without_rows_is_refused(raw):
    with pytest.raises(ValueError, match="the test part would have 0 rows"):
        split(raw.head(20), 0.01, 0.25, seed=1, by_class=False)
