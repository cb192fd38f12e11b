import re

import pytest

from tests.rendered import Document, product_document, resources

EMAIL = product_document()["Parameters"]["ApproverEmail"]


def topic_statement(name: str) -> Document:
    statements = resources("AWS::SNS::TopicPolicy")["ApprovalTopicPolicy"]["PolicyDocument"]["Statement"]
    return {statement["Sid"]: statement for statement in statements}[name]


def test_topic_is_encrypted_with_the_key_of_the_project():
    assert resources("AWS::SNS::Topic")["ApprovalTopic"]["KmsMasterKeyId"] == {"Fn::GetAtt": ["Key", "Arn"]}


def test_topic_refuses_plain_text():
    statement = topic_statement("TlsOnly")
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": False}})


def test_topic_is_told_of_alarms_of_this_account_only():
    statement = topic_statement("Alarms")
    assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": [{"Ref": "AWS::AccountId"}]}}


def test_e_mail_is_optional_and_then_makes_no_subscription():
    assert EMAIL["Default"] == ""
    assert product_document()["Resources"]["ApproverSubscription"]["Condition"] == "HasApproverEmail"
    assert product_document()["Conditions"]["HasApproverEmail"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "ApproverEmail"}, ""]}]
    }


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("", True),
        ("lead@example.com", True),
        ("lead+ml@mail.example.co.uk", True),
        ("lead", False),
        ("lead@example", False),
        ("a@example.com, b@example.com", False),
        (" ", False),
    ],
)
def test_form_takes_one_address_or_none(address: str, accepted: bool):
    assert bool(re.fullmatch(EMAIL["AllowedPattern"], address)) is accepted
