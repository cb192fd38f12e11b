import pytest
from cfnlint.decode import decode
from cfnlint.template import Template

from mlops_templates.data import data_folder
from mlops_templates.policy import NothingHardCoded
from mlops_templates.policy.nothing_hard_coded import hard_coded
from tests.policy.linted import messages, resource

FOUNDATIONS = sorted(data_folder("cloudformation").glob("0-*.yaml"))


@pytest.mark.parametrize(
    ("text", "pseudo"),
    [
        ("arn:aws:s3:::bucket", "AWS::Partition"),
        ("arn:aws-us-gov:s3:::bucket", "AWS::Partition"),
        ("s3.eu-central-1.amazonaws.com", "AWS::Region"),
        ("us-gov-west-1", "AWS::Region"),
        ("arn:${AWS::Partition}:iam::123456789012:role/x", "AWS::AccountId"),
    ],
)
def test_what_holds_in_one_place_only_is_refused(text: str, pseudo: str):
    [message] = messages(NothingHardCoded(), resource("AWS::SNS::Topic", TopicName={"Fn::Sub": text}))
    assert message.endswith(f"is hard-coded: say ${{{pseudo}}}, or take a parameter")


@pytest.mark.parametrize(
    "text",
    [
        "arn:${AWS::Partition}:s3:::bucket",
        "seeds/model-build-0123456789012345.zip",
        "model-123456789012-x",
        "2026.123456789012",
        "plus-west-12",
    ],
)
def test_other_texts_are_accepted(text: str):
    assert messages(NothingHardCoded(), resource("AWS::SNS::Topic", TopicName=text)) == []


def test_template_that_is_no_project_may_belong_to_one_account():
    topic = resource("AWS::SNS::Topic", TopicName="arn:aws:s3:::bucket")
    assert messages(NothingHardCoded(), topic, {}) == []


@pytest.mark.parametrize("path", FOUNDATIONS, ids=lambda path: path.stem)
def test_our_foundations_work_everywhere_too(path):
    template, _ = decode(str(path))
    assert hard_coded(Template(str(path), template)) == []
