import pytest

from mlops_templates.policy import EndOfLife
from mlops_templates.versions import codebuild_image
from tests.policy.linted import messages, resource


def build(image: str) -> list[str]:
    return messages(EndOfLife(), resource("AWS::CodeBuild::Project", Environment={"Image": image}))


def test_our_image_is_accepted():
    assert build(codebuild_image()) == []


def test_image_past_its_end_is_refused_with_the_day():
    assert build("aws/codebuild/amazonlinux2-x86_64-standard:3.0") == [
        "aws/codebuild/amazonlinux2-x86_64-standard:3.0 is past its end of life, 2023-05-09; maintained are: "
        "aws/codebuild/amazonlinux-x86_64-standard:6.0, aws/codebuild/amazonlinux-x86_64-standard:5.0"
    ]


def test_image_of_unknown_end_is_refused():
    [message] = build("aws/codebuild/windows-base:2019-1.0")
    assert "has no end of life that is known here; maintained are: aws/codebuild/" in message


def test_image_of_ones_own_is_not_judged():
    assert build("111122223333.dkr.ecr.eu-west-1.amazonaws.com/own:1") == []


@pytest.mark.parametrize(("runtime", "findings"), [("python3.9", 1), ("python3.13", 0), ("python2.7", 1)])
def test_lambda_runtimes_are_judged_alike(runtime: str, findings: int):
    assert len(messages(EndOfLife(), resource("AWS::Lambda::Function", Runtime=runtime))) == findings
