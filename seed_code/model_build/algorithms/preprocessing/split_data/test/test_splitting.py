import pandas as pd
import pytest

from splitting import encode, split


@pytest.fixture
def raw():
    rows = range(200)
    return pd.DataFrame({"id": rows, "size": [row / 7 for row in rows], "kind": ["yes", "no"] * 100})


def test_the_target_becomes_zero_or_one_in_the_first_column(raw):
    table = encode(raw, "kind", "yes", ["id"])
    assert list(table.columns) == ["kind", "size"]
    assert list(table["kind"][:2]) == [1, 0]


def test_numbers_may_be_classes(raw):
    raw["kind"] = [1, 0] * 100
    assert list(encode(raw, "kind", "1")["kind"][:2]) == [1, 0]


def test_a_missing_column_is_refused_with_the_columns_there_are(raw):
    with pytest.raises(ValueError, match=r"no column 'sort', 'ID'; it has: id, size, kind"):
        encode(raw, "sort", "yes", ["ID"])


def test_an_unknown_class_is_refused_with_the_classes_there_are(raw):
    with pytest.raises(ValueError, match="one of them 'ja'; it has: no, yes"):
        encode(raw, "kind", "ja")


def test_text_features_are_refused_by_name(raw):
    raw["colour"] = "red"
    with pytest.raises(ValueError, match="not numeric: colour"):
        encode(raw, "kind", "yes")


def test_missing_values_are_refused_by_name_and_count(raw):
    raw.loc[3:4, "size"] = None
    with pytest.raises(ValueError, match=r"missing values: size \(2\)"):
        encode(raw, "kind", "yes")


def test_every_row_lands_in_exactly_one_part(raw):
    table = encode(raw, "kind", "yes")
    parts = split(table, 0.2, 0.25, seed=1)
    assert {name: len(part) for name, part in parts.items()} == {"train": 120, "validation": 40, "test": 40}
    pd.testing.assert_frame_equal(pd.concat(parts.values()).sort_index(), table)


def test_the_parts_keep_the_class_balance(raw):
    raw["kind"] = ["yes"] * 60 + ["no"] * 140
    for part in split(encode(raw, "kind", "yes"), 0.2, 0.25, seed=1).values():
        assert part["kind"].mean() == pytest.approx(0.3)


def test_the_same_seed_gives_the_same_parts_and_another_seed_others(raw):
    table = encode(raw, "kind", "yes")
    first, again, other = (split(table, 0.2, 0.25, seed=seed)["test"] for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert list(first.index) != list(other.index)


def test_a_part_without_both_classes_is_refused(raw):
    with pytest.raises(ValueError, match="part would not hold both classes"):
        split(encode(raw.head(4), "kind", "yes"), 0.01, 0.25, seed=1)
