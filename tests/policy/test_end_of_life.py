import pytest

from mlops_templates.policy import EndOfLife
from mlops_templates.versions import codebuild_image
from tests.policy.linted import messages, resource


def build(image: str) -> list[str]:
    return messages(EndOfLife(), resource("AWS::CodeBuild::Project", Environment={"Image": image}))


def test_our_image_is_accepted():
    assert build(codebuild_image()) == []


def test_image_past_its_end_is_refused_with_the_day():
    [message] = build("aws/codebuild/amazonlinux2-x86_64-standard:3.0")
    fault, _, maintained = message.partition("; maintained are: ")
    assert fault == "aws/codebuild/amazonlinux2-x86_64-standard:3.0 is past its end of life, 2023-05-09"
    assert codebuild_image() in maintained.split(", ")


def test_image_of_unknown_end_is_refused():
    [message] = build("aws/codebuild/windows-base:2019-1.0")
    assert "has no end of life that is known here; maintained are: aws/codebuild/" in message


def test_image_of_ones_own_is_not_judged():
    assert build("111122223333.dkr.ecr.eu-west-1.amazonaws.com/own:1") == []


REGISTRY = "${Account}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}"


@pytest.mark.parametrize(
    ("image", "findings"),
    [
        ("pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker", 1),
        ("pytorch-training:1.13-cpu", 1),
        ("sagemaker-xgboost:3.0-5-cpu-py3", 1),
        ("sagemaker-xgboost:3.2-0", 0),
        ("sagemaker-scikit-learn:1.9-0-cpu-py3", 0),
        ("own-image:2.6", 0),
    ],
)
def test_containers_are_judged_where_aws_states_their_end(image: str, findings: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_TEMPLATES_BUILD_DATE", "2026-11-20")
    container = {"Image": {"Fn::Sub": f"{REGISTRY}/{image}"}}
    assert len(messages(EndOfLife(), resource("AWS::SageMaker::Model", PrimaryContainer=container))) == findings


@pytest.mark.parametrize(
    ("requirement", "findings"),
    [("sagemaker==2.250.0", 1), ("'sagemaker<3'", 1), ("sagemaker==3.27", 0), ("x-sagemaker==2", 0)],
)
def test_sdk_that_a_build_installs_is_judged(requirement: str, findings: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_TEMPLATES_BUILD_DATE", "2027-07-06")
    source = {"BuildSpec": f"phases: {{build: {{commands: [pip install {requirement}]}}}}"}
    assert len(messages(EndOfLife(), resource("AWS::CodeBuild::Project", Source=source))) == findings


@pytest.mark.parametrize(("runtime", "findings"), [("python3.9", 1), ("python3.13", 0), ("python2.7", 1)])
def test_lambda_runtimes_are_judged_alike(runtime: str, findings: int):
    assert len(messages(EndOfLife(), resource("AWS::Lambda::Function", Runtime=runtime))) == findings
