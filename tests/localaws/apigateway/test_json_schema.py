import pytest

from mlops_templates.localaws.apigateway.json_schema import check_schema, fits

ROW = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 4},
        "age": {"type": ["integer", "null"], "minimum": 0, "maximum": 120},
        "kind": {"enum": ["a", "b"]},
        "parts": {"type": "array", "items": {"type": "boolean"}, "maxItems": 2},
    },
    "additionalProperties": {"type": "number"},
}


@pytest.mark.parametrize(
    "value",
    [{"id": "abc"}, {"id": "ab", "age": None}, {"id": "ab", "age": 120, "kind": "b", "parts": [True], "more": 1.5}],
)
def test_what_a_schema_says_fits(value):
    assert fits(value, ROW)


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"id": "a"},
        {"id": "abcde"},
        {"id": "AB"},
        {"id": "ab", "age": -1},
        {"id": "ab", "age": 1.5},
        {"id": "ab", "age": True},
        {"id": "ab", "kind": "c"},
        {"id": "ab", "parts": [1]},
        {"id": "ab", "parts": [True, True, True]},
        {"id": "ab", "more": "text"},
    ],
)
def test_what_a_schema_does_not_say_does_not_fit(value):
    assert not fits(value, ROW)


@pytest.mark.parametrize("schema", [[], {"type": "text"}, {"properties": {"a": {"type": "text"}}}])
def test_what_is_no_schema_is_told(schema):
    with pytest.raises(ValueError):
        check_schema(schema)
