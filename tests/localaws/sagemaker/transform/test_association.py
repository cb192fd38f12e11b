import json

import pytest

from mlops_templates.localaws.sagemaker.transform.association import UnfitRecordError, association_of


def filters(kind, **processing):
    return association_of({"TransformInput": {"ContentType": kind}, "DataProcessing": processing})


def test_without_filters_nothing_is_changed():
    assert filters("text/csv", InputFilter="$", JoinSource="None") is None


def test_the_input_filter_drops_a_column():
    assert filters("text/csv", InputFilter="$[1:]").before(b'"7,0",a,b') == b"a,b"


def test_a_joined_row_has_the_prediction_at_its_end():
    assert filters("text/csv", JoinSource="Input").after(b"7,1,2", b"0.5\n") == b"7,1,2,0.5"


def test_the_output_filter_is_applied_to_what_was_joined():
    assert filters("text/csv", JoinSource="Input", OutputFilter="$[0,-1]").after(b"7,1,2", b"0.5") == b"7,0.5"


def test_a_joined_object_has_the_prediction_as_a_member():
    joined = filters("application/jsonlines", JoinSource="Input").after(b'{"id": 7}', b'{"score": 1}')
    assert json.loads(joined) == {"id": 7, "SageMakerOutput": {"score": 1}}


def test_a_value_that_is_no_object_is_joined_as_a_member_itself():
    joined = filters("application/json", JoinSource="Input").after(b"[1, 2]", b"3")
    assert json.loads(joined) == {"SageMakerInput": [1, 2], "SageMakerOutput": 3}


def test_a_record_of_another_format_is_told():
    with pytest.raises(UnfitRecordError, match="not JSON"):
        filters("application/json", InputFilter="$.features").before(b"1,2")
    with pytest.raises(UnfitRecordError, match="does not fit"):
        filters("application/json", InputFilter="$.features").before(b'{"id": 7}')
