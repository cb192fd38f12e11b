"""Calls over HTTP that are denied, each for a reason of its own, and allowed when just that is mended."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Aws, policy
from tests.localaws.authorization.conftest import Person, allow, refusal
from tests.localaws.authorization.denied import besides, by_action, by_condition, by_name
from tests.localaws.authorization.denied.case import Case, iam_arn

CASES = (*by_action.CASES, *by_name.CASES, *by_condition.CASES, *besides.CASES)


def test_every_denied_call_is_another() -> None:
    assert len(CASES) >= 30
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_call_is_denied_for_its_reason_and_allowed_when_that_is_mended(person: Person, case: Case) -> None:
    person.may(*case.at_first)
    said = refusal(lambda: case.call(person))
    start = f"User: {person.credentials.caller.arn} is not authorized to perform: {case.action} on resource: "
    assert said.startswith(start + case.resource)
    assert said.endswith(case.why.format(case.action))
    person.may(*case.mended)
    case.call(person)


def test_a_tag_on_the_resource_decides(aws: Aws, person: Person) -> None:
    tags = [{"Key": "team", "Value": "blue"}]
    aws.client("sagemaker").create_model_package_group(ModelPackageGroupName=person.name, Tags=tags)
    person.may(allow("sagemaker:*", StringEquals={"aws:ResourceTag/team": "red"}))

    def describe() -> Any:
        return person.client("sagemaker").describe_model_package_group(ModelPackageGroupName=person.name)

    assert "sagemaker:DescribeModelPackageGroup" in refusal(describe)
    person.may(allow("sagemaker:*", StringEquals={"aws:ResourceTag/team": "blue"}))
    describe()


def test_who_may_not_invoke_is_refused_before_the_endpoint_is_looked_for(person: Person) -> None:
    def invoke() -> Any:
        return person.client("sagemaker-runtime").invoke_endpoint(EndpointName="no-such", Body=b"1")

    assert "sagemaker:InvokeEndpoint" in refusal(invoke)
    person.may(allow("sagemaker:InvokeEndpoint"))
    with pytest.raises(ClientError, match="ValidationError"):
        invoke()


def test_a_policy_may_be_attached_only_where_its_arn_is_meant(aws: Aws, person: Person) -> None:
    made = aws.client("iam").create_policy(PolicyName=person.name, PolicyDocument=policy(allow("sns:*")))["Policy"]
    person.may(allow("iam:AttachRolePolicy", ArnLike={"iam:PolicyARN": iam_arn("policy/mlops/*")}))

    def attach() -> Any:
        return person.client("iam").attach_role_policy(RoleName=person.name, PolicyArn=made["Arn"])

    assert f"iam:AttachRolePolicy on resource: {person.role}" in refusal(attach)
    person.may(allow("iam:AttachRolePolicy", ArnLike={"iam:PolicyARN": iam_arn("policy/person-*")}))
    attach()
    person.client("sns").list_topics()


def test_everybody_may_ask_who_they_are(person: Person) -> None:
    assert person.client("sts").get_caller_identity()["Arn"] == person.credentials.caller.arn
