"""Wildcards and variables mean what AWS says they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlops_templates.localaws.authorization.patterns import any_action_fits, arn_fits, fits, substituted

PERSON = {"aws:username": ("ada",), "aws:principaltag/team": ("*",), "aws:tagkeys": ("a", "b")}


@pytest.mark.parametrize(
    ("pattern", "action", "meant"),
    [
        ("*", "s3:GetObject", True),
        ("s3:*", "s3:GetObject", True),
        ("S3:getobject", "s3:GetObject", True),
        ("s3:Get*", "s3:PutObject", False),
        ("s3:GetObject", "s3:GetObjectVersion", False),
        ("s3:?etObject", "s3:GetObject", True),
        ("s3:?GetObject", "s3:GetObject", False),
        ("s3:", "s3:GetObject", False),
        ("s3.GetObject", "s3:GetObject", False),
    ],
)
def test_a_pattern_of_actions_ignores_case_and_knows_two_wildcards(pattern: str, action: str, meant: bool) -> None:
    assert any_action_fits((pattern,), action) is meant


def test_any_one_of_several_patterns_is_enough_and_none_means_nothing() -> None:
    assert any_action_fits(("a:b", "c:*"), "c:d")
    assert not any_action_fits((), "c:d")


@pytest.mark.parametrize(
    ("pattern", "value", "meant"),
    [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::B/a", False),
        ("arn:aws:s3:::b", "arn:aws:s3:::b/a", False),
        ("home/${aws:username}/*", "home/ada/x", True),
        ("home/${aws:username}/*", "home/bob/x", False),
        ("home/${aws:userid}/*", "home//x", False),
        ("home/${aws:userid, 'nobody'}/*", "home/nobody/x", True),
        ("home/${aws:TagKeys}", "home/a", False),
        ("team/${aws:PrincipalTag/team}", "team/any", False),
        ("team/${aws:PrincipalTag/team}", "team/*", True),
        ("a${*}b", "a*b", True),
        ("a${*}b", "axb", False),
    ],
)
def test_a_variable_stands_for_the_one_value_of_the_request(pattern: str, value: str, meant: bool) -> None:
    assert fits(pattern, value, PERSON) is meant


@pytest.mark.parametrize(
    ("pattern", "arn", "meant"),
    [
        ("arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", True),
        ("arn:aws:sns:*:x", "arn:aws:sns:r:1:x", False),
        ("arn:aws:*:1:a:b", "arn:aws:sns:r:1:a:b", False),
        ("arn:*:events:*:*:rule/a*", "arn:aws:events:r:1:rule/abc", True),
        ("*", "arn:aws:events:r:1:rule/abc", True),
    ],
)
def test_an_arn_operator_compares_part_by_part(pattern: str, arn: str, meant: bool) -> None:
    assert arn_fits(pattern, arn) is meant


@pytest.mark.parametrize(
    ("pattern", "arn", "meant"),
    [
        ("arn:aws:iam::${aws:PrincipalAccount}:role/x", "arn:aws:iam::1:role/x", True),
        ("arn:aws:iam::${aws:PrincipalAccount}:role/x", "arn:aws:iam::2:role/x", False),
        ("arn:aws:iam::1:role/${aws:PrincipalTag/a:b}-*", "arn:aws:iam::1:role/p-x", True),
        ("arn:aws:iam::1:role/${aws:PrincipalTag/a:b}-*", "arn:aws:iam::1:role/q-x", False),
        ("arn:aws:iam::1:role/${aws:PrincipalTag/none:such}-*", "arn:aws:iam::1:role/p-x", False),
    ],
)
def test_the_colons_in_a_variable_part_no_arn(pattern: str, arn: str, meant: bool) -> None:
    assert arn_fits(pattern, arn, {"aws:principalaccount": ("1",), "aws:principaltag/a:b": ("p",)}) is meant


def test_a_text_with_a_variable_that_has_no_value_is_no_text() -> None:
    assert substituted("${aws:username}-x", PERSON) == "ada-x"
    assert substituted("${aws:userid}-x", PERSON) is None


@given(st.text(alphabet="abc*?$.{}[]()\\^|", max_size=12))
def test_every_text_without_variables_is_a_pattern_and_a_star_fits_all(text: str) -> None:
    assert fits("*", text)
    if "${" not in text:
        assert fits(text.replace("*", "x").replace("?", "x"), text.replace("*", "x").replace("?", "x"))
