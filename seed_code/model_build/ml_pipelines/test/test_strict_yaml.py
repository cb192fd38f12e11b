import pytest

from ml_pipelines.strict_json import JsonError
from ml_pipelines.strict_yaml import read


@pytest.fixture
def parse(tmp_path):
    def parse_text(text):
        file = tmp_path / "input.yaml"
        file.write_text(text, encoding="utf-8")
        return read(file)

    return parse_text


def test_it_says_what_the_same_json_would_say(parse):
    text = 'a: {b: [1, -2.5, 1e-3]}  # why\nc: some words\nd: "no"\ne: true\nf: null\ng: ml.m5.large\nh: "2026-01-02"\n'
    assert parse(text) == {
        "a": {"b": [1, -2.5, 0.001]},
        "c": "some words",
        "d": "no",
        "e": True,
        "f": None,
        "g": "ml.m5.large",
        "h": "2026-01-02",
    }


def test_json_is_yaml_too(parse):
    assert parse('{"a": [1, "b"]}') == {"a": [1, "b"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: no", "line 1, column 4: YAML takes no for true or false; write true or false, or put it into quotes"),
        ("a: Yes", "YAML takes Yes for true or false"),
        ("a: off", "YAML takes off for true or false"),
        ("a: 2026-01-02", "YAML takes 2026-01-02 for a date; write what it means, or put it into quotes"),
        ("a: 1_000", "YAML takes 1_000 for a number; write the number as JSON does, such as 1000"),
        ("a: 010", "YAML takes 010 for a number"),
        ("a: 0x1f", "YAML takes 0x1f for a number"),
        ("a: 1:30", "YAML takes 1:30 for a number"),
        ("a: .5", "YAML takes .5 for a number"),
        ("a: .nan", "YAML takes .nan for a number"),
        ("a: ~", "YAML takes ~ for nothing"),
        ("a:", "YAML takes an empty value for nothing"),
        ("a: 1\nb: 2\na: 3", "key given twice: a in line 3, column 1; keep one"),
        ("a: &x {b: 1}\nc: *x", "an alias (*) repeats what is here"),
        ("a: &x {b: 1}\nc:\n  <<: *x", "YAML takes << for a merge of other keys"),
        ("1: a", "a key must be a text; write '1' in quotes"),
        ("true: a", "a key must be a text; write 'true' in quotes"),
        ("a: !!python/object:os.system x", "the tag 'tag:yaml.org,2002:python/object:os.system' is not understood"),
        ("a: !other x", "the tag '!other' is not understood; take it out"),
        ("a: [1, 2", "is not YAML in line 1, column 9"),
        ("a: 1\n\tb: 2", "is not YAML in line 2, column 1"),
        ("a: 1\n---\nb: 2", "is not YAML in line 2, column 1"),
    ],
)
def test_what_two_readers_could_take_for_two_things_is_refused(parse, text, words):
    with pytest.raises(JsonError) as refused:
        parse(text)
    assert str(refused.value).startswith("input.yaml: ")
    assert words in str(refused.value)


def test_an_empty_file_is_no_document(parse):
    assert parse("# nothing\n") is None
