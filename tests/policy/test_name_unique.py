import pytest

from mlops_templates.policy import NameUnique
from tests.policy.linted import messages, resource


@pytest.mark.parametrize("name", ["alerts", {"Fn::Sub": "alerts-${SageMakerProjectName}-${AWS::AccountId}"}], ids=str)
def test_name_that_two_projects_would_share_is_refused(name: object):
    assert messages(NameUnique(), resource("AWS::SNS::Topic", TopicName=name)) == [
        "R: TopicName must hold ${SageMakerProjectId}, or be left out"
    ]


@pytest.mark.parametrize("name", [{"Fn::Sub": "alerts-${SageMakerProjectId}"}, {"Ref": "TopicName"}], ids=str)
def test_name_with_the_id_and_a_name_from_elsewhere_are_accepted(name: object):
    assert messages(NameUnique(), resource("AWS::SNS::Topic", TopicName=name)) == []


def test_name_that_cloudformation_gives_is_accepted():
    assert messages(NameUnique(), resource("AWS::SNS::Topic")) == []


def test_foundation_is_there_once_and_may_name_as_it_likes():
    assert messages(NameUnique(), resource("AWS::SNS::Topic", TopicName="alerts"), {}) == []
