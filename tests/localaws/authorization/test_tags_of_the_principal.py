"""The tags of a role say what it may do: in names of resources, in conditions, and at the door of another role."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import REGION, Aws, policy
from tests.localaws.authorization.conftest import Person, allow, deny, refusal
from tests.localaws.authorization.denied.case import arn, iam_arn

OF_ACCOUNT = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
PROJECT = "${aws:PrincipalTag/sagemaker:project-id}"
ON_TOPICS_OF_THE_PROJECT = arn("sns", f"sagemaker-{PROJECT}-*")


def tag(aws: Aws, person: Person, value: str) -> None:
    aws.client("iam").tag_role(RoleName=person.name, Tags=[{"Key": "sagemaker:project-id", "Value": value}])


def create_topic(person: Person, project: str) -> Any:
    return person.client("sns").create_topic(Name=f"sagemaker-{project}-x")


def test_a_tag_stands_in_the_name_of_a_resource(aws: Aws, person: Person) -> None:
    person.may(allow("sns:CreateTopic", on=ON_TOPICS_OF_THE_PROJECT))
    assert "sns:CreateTopic" in refusal(lambda: create_topic(person, "p-1"))
    tag(aws, person, "p-1")
    create_topic(person, "p-1")
    assert "sns:CreateTopic" in refusal(lambda: create_topic(person, "p-2"))


def test_two_tags_may_stand_in_one_name(aws: Aws, person: Person) -> None:
    name = arn("sns", f"${{aws:PrincipalTag/sagemaker:project-name}}-{PROJECT}")
    person.may(allow("sns:CreateTopic", on=name))
    tag(aws, person, "p-1")
    assert refusal(lambda: person.client("sns").create_topic(Name="demo-p-1"))
    aws.client("iam").tag_role(RoleName=person.name, Tags=[{"Key": "sagemaker:project-name", "Value": "demo"}])
    person.client("sns").create_topic(Name="demo-p-1")


def test_a_tag_is_the_value_of_a_condition(aws: Aws, person: Person) -> None:
    person.may(allow("sns:*", StringEquals={"aws:RequestTag/sagemaker:project-id": PROJECT}))

    def create() -> Any:
        given = [{"Key": "sagemaker:project-id", "Value": "p-1"}]
        return person.client("sns").create_topic(Name=person.name, Tags=given)

    assert "sns:CreateTopic" in refusal(create)
    tag(aws, person, "p-2")
    assert "sns:CreateTopic" in refusal(create)
    tag(aws, person, "p-1")
    create()


def test_a_tag_is_a_condition_and_its_key_may_be_written_in_any_case(aws: Aws, person: Person) -> None:
    person.may(allow("sns:*", StringEquals={"aws:PrincipalTag/SageMaker:Project-Id": "p-1"}))
    assert refusal(lambda: create_topic(person, "p-1"))
    tag(aws, person, "p-1")
    create_topic(person, "p-1")


def test_a_denial_may_name_the_tag(aws: Aws, person: Person) -> None:
    person.may(allow("sns:*"), deny("sns:CreateTopic", on=ON_TOPICS_OF_THE_PROJECT))
    create_topic(person, "p-1")
    tag(aws, person, "p-1")
    assert "explicit deny" in refusal(lambda: create_topic(person, "p-1"))


def test_a_tag_that_is_taken_away_takes_its_rights_along(aws: Aws, person: Person) -> None:
    person.may(allow("sns:CreateTopic", on=ON_TOPICS_OF_THE_PROJECT))
    tag(aws, person, "p-1")
    create_topic(person, "p-1")
    aws.client("iam").untag_role(RoleName=person.name, TagKeys=["sagemaker:project-id"])
    assert refusal(lambda: create_topic(person, "p-1"))


def test_a_managed_policy_means_another_project_for_each_of_its_roles(aws: Aws, person: Person) -> None:
    shared = policy(allow("s3:CreateBucket", on=f"arn:aws:s3:::sagemaker-{PROJECT}-artifacts"))
    made = aws.client("iam").create_policy(PolicyName=person.name, Path="/mlops/", PolicyDocument=shared)["Policy"]
    aws.client("iam").attach_role_policy(RoleName=person.name, PolicyArn=made["Arn"])
    tag(aws, person, person.name[7:])
    person.client("s3").create_bucket(Bucket=f"sagemaker-{person.name[7:]}-artifacts")
    assert refusal(lambda: person.client("s3").create_bucket(Bucket="sagemaker-other-artifacts"))


def test_a_trust_policy_may_ask_for_a_tag_of_who_comes(aws: Aws, person: Person) -> None:
    name, iam = f"{person.name}-door", aws.client("iam")
    root = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    wanted = {"StringEquals": {"aws:PrincipalTag/sagemaker:project-id": "p-1"}}
    trust = policy({"Effect": "Allow", "Principal": root, "Action": "sts:AssumeRole", "Condition": wanted})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    person.may(allow("sts:AssumeRole"))

    def enter() -> Any:
        return person.client("sts").assume_role(RoleArn=role, RoleSessionName="door")

    assert "sts:AssumeRole" in refusal(enter)
    tag(aws, person, "p-1")
    enter()


@pytest.mark.parametrize("key", ["aws:ResourceTag/sagemaker:project-id", "iam:ResourceTag/sagemaker:project-id"])
def test_the_tag_of_a_role_that_is_acted_on_must_be_that_of_the_actor(aws: Aws, person: Person, key: str) -> None:
    name, iam = f"{person.name}-x", aws.client("iam")
    iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=policy({"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}),
        Tags=[{"Key": "sagemaker:project-id", "Value": "p-1"}],
    )
    person.may(allow("iam:PutRolePolicy", on=iam_arn("role/person-*"), StringEquals={key: PROJECT}))
    tag(aws, person, "p-2")

    def put() -> Any:
        rights = policy(allow("sns:*"))
        return person.client("iam").put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=rights)

    assert f"iam:PutRolePolicy on resource: {iam_arn('role/' + name)}" in refusal(put)
    tag(aws, person, "p-1")
    put()


@pytest.mark.parametrize("operator", ["ArnLike", "ArnEquals", "StringLike"])
@pytest.mark.parametrize("verb", ["attach", "detach"])
def test_which_policies_are_attached_and_detached_is_said_by_their_arn(
    aws: Aws, person: Person, operator: str, verb: str
) -> None:
    iam = aws.client("iam")
    made = iam.create_policy(PolicyName=person.name, Path="/mlops/", PolicyDocument=policy(allow("sns:*")))["Policy"]
    if verb == "detach":
        iam.attach_role_policy(RoleName=person.name, PolicyArn=made["Arn"])
    action = f"iam:{verb.title()}RolePolicy"

    def act() -> Any:
        return getattr(person.client("iam"), f"{verb}_role_policy")(RoleName=person.name, PolicyArn=made["Arn"])

    person.may(allow(action, **{operator: {"iam:PolicyARN": iam_arn("policy/mlops/other-*")}}))
    assert f"{action} on resource: {person.role}" in refusal(act)
    person.may(allow(action, **{operator: {"iam:PolicyARN": "arn:aws:iam::${aws:PrincipalAccount}:policy/mlops/p*"}}))
    act()


def test_the_tags_that_a_template_gives_a_role_are_its_tags_as_principal(aws: Aws, person: Person) -> None:
    role = {
        "AssumeRolePolicyDocument": json.loads(policy({**OF_ACCOUNT, "Action": "sts:AssumeRole"})),
        "Policies": [
            {
                "PolicyName": "p",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "sns:CreateTopic",
                            "Resource": {
                                "Fn::Sub": "arn:aws:sns:*:*:sagemaker-${!aws:PrincipalTag/sagemaker:project-id}-x"
                            },
                        }
                    ],
                },
            }
        ],
        "Tags": [{"Key": "sagemaker:project-id", "Value": "p-9"}],
    }
    template = {
        "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": role}},
        "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    }
    stacks = aws.client("cloudformation")
    stacks.create_stack(StackName=person.name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    stacks.get_waiter("stack_create_complete").wait(StackName=person.name, WaiterConfig={"Delay": 1})
    arn_of_role = stacks.describe_stacks(StackName=person.name)["Stacks"][0]["Outputs"][0]["OutputValue"]
    held = aws.world.clients.assume(arn_of_role, "work", REGION, aws.server.credentials)
    worker = Person(aws, arn_of_role.rpartition("/")[2], held)
    create_topic(worker, "p-9")
    assert refusal(lambda: create_topic(worker, "p-8"))
