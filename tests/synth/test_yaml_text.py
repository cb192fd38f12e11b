import yaml

from mlops_templates.synth import to_yaml

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
