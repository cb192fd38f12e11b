import itertools

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mlops_templates.synth import to_yaml
from mlops_templates.synth.libyaml import libyaml_text

SHARED = {"a": 1}


def test_functions_are_written_in_their_short_form():
    text = to_yaml(
        {
            "A": {"Ref": "R"},
            "B": {"Fn::GetAtt": ["R", "Arn"]},
            "C": {"Fn::Join": ["-", [{"Ref": "R"}, {"Fn::Sub": "${X}"}]]},
            "D": {"Fn::Transform": {"Name": "N"}},
        }
    )
    assert text == (
        "A: !Ref R\nB: !GetAtt R.Arn\nC: !Join\n- '-'\n- - !Ref R\n  - !Sub ${X}\nD: !Transform\n  Name: N\n"
    )


def test_key_that_only_looks_like_a_function_stays():
    assert to_yaml({"A": {"Ref": "R", "Other": 1}}) == "A:\n  Ref: R\n  Other: 1\n"


def test_order_of_the_document_is_kept():
    assert to_yaml({"Z": 1, "A": 2}) == "Z: 1\nA: 2\n"


def test_repeated_values_are_written_out():
    assert to_yaml({"A": SHARED, "B": SHARED}) == "A:\n  a: 1\nB:\n  a: 1\n"


def test_texts_that_look_like_something_else_stay_texts():
    texts = {"date": "2012-10-17", "no": "no", "number": "012", "colon": "a: b", "empty": "", "true": "true"}
    assert yaml.safe_load(to_yaml(texts)) == texts


def test_long_text_stays_on_one_line():
    assert to_yaml({"A": {"Fn::Sub": "word " * 100 + "end"}}).count("\n") == 1


def test_function_of_a_function_is_written_in_full():
    text = to_yaml({"A": {"Fn::Base64": {"Fn::Sub": "${X}"}}, "B": {"Fn::Select": [0, {"Fn::GetAZs": {"Ref": "R"}}]}})
    assert text == "A:\n  Fn::Base64: !Sub ${X}\nB: !Select\n- 0\n- Fn::GetAZs: !Ref R\n"


def test_entry_whose_name_is_that_of_a_function_stays_an_entry():
    document = {"Section": {"Ref": "a\nb", "Other": 1.5}}
    assert yaml.safe_load(to_yaml(document)) == document


PARTS = [
    *"aZ1-?:# '\"\\!&*|>%@`{}[],=~\n\té🙂\u2028\x85\x00",
    *("no", "on", "null", "true", ".5", "0x1", "1e3", "2012-10-17", "...", "---", "<<", "word " * 250),
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=4).map("".join)
NAMES = st.one_of(TEXTS, st.sampled_from(["Ref", "Fn::Sub", "Fn::If", "Fn::GetAtt"]))
PLAIN = st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False))
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)


@pytest.mark.parametrize("length", range(1, 5))
def test_every_mixture_of_marks_is_quoted_where_libyaml_quotes_it(length: int):
    texts = ["".join(marks) for marks in itertools.product("a1:# -?.", repeat=length)]
    assert to_yaml({"Section": texts}) == libyaml_text({"Section": texts})


def test_every_first_and_last_character_is_quoted_where_libyaml_quotes_it():
    characters = [chr(code) for code in range(ord(" "), ord("~") + 1)]
    texts = [text.format(one) for one in characters for text in ("{}", "{}a", "a{}", "{} a", "a {}", "{0}{0}{0}a")]
    assert to_yaml({"Section": texts}) == libyaml_text({"Section": texts})
    functions = [{"Fn::Sub": text} for text in texts]
    assert to_yaml({"Section": functions}) == libyaml_text({"Section": functions})


@given(VALUES)
def test_every_value_is_written_as_libyaml_writes_it(value: object):
    assert to_yaml({"Section": value}) == libyaml_text({"Section": value})
