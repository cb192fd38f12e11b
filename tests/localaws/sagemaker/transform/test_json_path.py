import pytest

from mlops_templates.localaws.sagemaker.transform.json_path import BadPathError, parse, select

ROW = ["a", "b", "c"]
ITEM = {"id": 7, "features": [1, 2, 3], "of": {"x": 1, "y": 2}}


@pytest.mark.parametrize(
    ("path", "value", "selected"),
    [
        ("$", ROW, ROW),
        ("$[1:]", ROW, ["b", "c"]),
        ("$[:-1]", ROW, ["a", "b"]),
        ("$[0]", ROW, "a"),
        ("$[-1]", ROW, "c"),
        ("$[0,2]", ROW, ["a", "c"]),
        ("$.features", ITEM, [1, 2, 3]),
        ("$.features[1:]", ITEM, [2, 3]),
        ("$['id','of']", ITEM, {"id": 7, "of": {"x": 1, "y": 2}}),
        ("$.of['y']", ITEM, 2),
        ("$.of.*", ITEM, [1, 2]),
        ("$[*]", ROW, ROW),
    ],
)
def test_a_path_selects(path, value, selected):
    assert select(value, parse(path)) == selected


@pytest.mark.parametrize("path", ["features", "$..x", "$[?(@.x)]", "$[", "$[a]"])
def test_what_is_no_path_of_batch_transform_is_refused(path):
    with pytest.raises(BadPathError):
        parse(path)


@pytest.mark.parametrize(("path", "value"), [("$.none", ITEM), ("$[9]", ROW), ("$.id.x", ITEM)])
def test_a_path_to_nothing_is_told(path, value):
    with pytest.raises(LookupError):
        select(value, parse(path))
