"""What a staging or production account holds, and how little its roles may do."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest

from mlops_templates.foundations.target_account import target_account_template
from mlops_templates.foundations.target_account.names import STAGED
from mlops_templates.handlers import VERBS, needed_by
from tests.duties.rights import CHURN, EVERY_TEMPLATE, OWN_POLICIES, roles

Document = dict[str, Any]

DUTIES = ("deploy", "model", "monitor", "stack", "test")
OF_DEVELOPMENT = ("branch", "build", "training", "training-branch", "trial")
# What stages hold, with the properties that need actions of their own.
STAGE_TYPES = {
    "AWS::ApiGateway::Deployment": (),
    "AWS::ApiGateway::Method": (),
    "AWS::ApiGateway::Resource": (),
    "AWS::ApiGateway::RestApi": (),
    "AWS::ApiGateway::Stage": (),
    "AWS::CloudWatch::Alarm": (),
    "AWS::Events::Rule": (),
    "AWS::IAM::Role": ("ManagedPolicyArns", "Policies"),
    "AWS::Logs::LogGroup": (),
    "AWS::SQS::Queue": (),
    "AWS::SQS::QueuePolicy": (),
    "AWS::SageMaker::Endpoint": (),
    "AWS::SageMaker::EndpointConfig": (),
    "AWS::SageMaker::Model": (),
    "AWS::SageMaker::Pipeline": (),
    "AWS::Scheduler::Schedule": (),
}


@cache
def template() -> Document:
    return dict(target_account_template().to_dict())


def resources(kind: str) -> dict[str, Document]:
    return {name: found for name, found in template()["Resources"].items() if found["Type"] == kind}


def role(duty: str) -> Document:
    [found] = [
        one["Properties"]
        for one in resources("AWS::IAM::Role").values()
        if one["Properties"]["RoleName"] == {"Fn::Sub": f"mlops-templates-target-{duty}-${{AWS::Region}}"}
    ]
    return dict(found)


def statements(duty: str) -> list[Document]:
    names = [policy["Ref"] for policy in role(duty)["ManagedPolicyArns"]]
    policies = resources("AWS::IAM::ManagedPolicy")
    return [one for name in names for one in policies[name]["Properties"]["PolicyDocument"]["Statement"]]


def allowed(duty: str, action: str) -> list[Document]:
    return [one for one in statements(duty) if action in one["Action"]]


def texts(values: list[Any]) -> list[str]:
    return [value["Fn::Sub"] if isinstance(value, dict) and "Fn::Sub" in value else str(value) for value in values]


@pytest.mark.parametrize("duty", [*DUTIES, *OF_DEVELOPMENT])
def test_each_duty_has_a_role_at_its_fixed_name_and_under_the_ceiling(duty: str) -> None:
    assert role(duty)["Path"] == "/mlops/"
    assert role(duty)["PermissionsBoundary"] == {"Ref": "TargetBoundary"}


@pytest.mark.parametrize(
    ("duty", "duties"),
    [
        ("deploy", ("deploy-pipeline", "deploy-production", "deploy-staging")),
        ("test", ("deploy-production", "deploy-render", "deploy-staging", "deploy-test")),
        ("watch", ("build",)),
        ("build", ("build",)),
        ("branch", ("branch", "build")),
        ("trial", ("scientist",)),
    ],
)
def test_only_roles_of_those_duties_in_the_tooling_account_become_it(duty: str, duties: tuple[str, ...]) -> None:
    [statement] = role(duty)["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${ToolingAccountId}:root"}}
    names = [f"arn:${{AWS::Partition}}:iam::${{ToolingAccountId}}:role/mlops/sagemaker-*-{each}" for each in duties]
    assert statement["Condition"]["ArnLike"] == {"aws:PrincipalArn": [{"Fn::Sub": name} for name in names]}


def test_the_deploy_role_passes_the_stack_role_to_cloudformation_and_nothing_else() -> None:
    [statement] = allowed("deploy", "iam:PassRole")
    assert statement["Resource"] == [{"Fn::GetAtt": ["StackRole", "Arn"]}]
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}}


def test_the_deploy_role_changes_stacks_of_stages_only() -> None:
    [statement] = allowed("deploy", "cloudformation:UpdateStack")
    assert [text.rpartition(":")[2] for text in texts(statement["Resource"])] == ["stack/sagemaker-*-deploy-*/*"]
    services = {action.partition(":")[0] for one in statements("deploy") for action in one["Action"]}
    assert services == {"cloudformation", "iam", "kms", "s3", "ssm"}


@pytest.mark.parametrize("kind", sorted(STAGE_TYPES))
def test_the_stack_role_may_make_change_and_delete_what_stages_hold(kind: str) -> None:
    needed = {action for verb in VERBS for action in needed_by(kind, verb, STAGE_TYPES[kind])}
    granted = {action for one in statements("stack") for action in one["Action"]}
    assert needed - granted - {"iam:DeleteRolePermissionsBoundary", "logs:PutResourcePolicy"} == set()


def test_the_stack_role_makes_roles_only_under_the_boundary_of_projects() -> None:
    for action in ("iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"):
        [statement] = allowed("stack", action)
        [boundary] = texts(list(statement["Condition"]["StringEquals"].values()))
        assert boundary.endswith(":policy/mlops/mlops-templates-boundary-${AWS::Region}")
        assert {text.rpartition("/")[2] for text in texts(statement["Resource"])} == set(STAGED)


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_the_stack_role_reaches_roles_of_stages_and_none_of_a_project(product: str, scm: str) -> None:
    """Where a stage is in the account of the projects, their roles have the same path."""
    ceiling = resources("AWS::IAM::ManagedPolicy")["TargetBoundary"]["Properties"]["PolicyDocument"]["Statement"]
    names = [
        text.rpartition("/")[2]
        for one in [*statements("stack"), *(one for one in ceiling if one["Effect"] == "Allow")]
        if any(action.startswith("iam:") for action in one["Action"])
        for text in texts(one["Resource"])
    ]
    own = [f"sagemaker-{CHURN.id}-{noun}" for noun in (*roles(product, scm), *OWN_POLICIES)]
    assert [(name, pattern) for name in own for pattern in names if fnmatchcase(name, pattern)] == []
    for stage in ("staging", "prod"):
        assert any(fnmatchcase(f"sagemaker-{CHURN.id}-api-{stage}", pattern) for pattern in names)


def test_the_boundary_of_projects_is_made_only_where_the_tooling_account_has_not_made_it() -> None:
    assert template()["Resources"]["Boundary"]["Condition"] == "IsNotToolingAccount"
    same = {"Fn::Equals": [{"Ref": "ToolingAccountId"}, {"Fn::Sub": "${AWS::AccountId}"}]}
    assert template()["Conditions"]["IsNotToolingAccount"] == {"Fn::Not": [same]}


@pytest.mark.parametrize("duty", [*DUTIES, *OF_DEVELOPMENT])
def test_no_role_may_do_more_than_its_ceiling(duty: str) -> None:
    """By action: which resources count, the embedded AWS judges when a role is used."""
    ceiling = resources("AWS::IAM::ManagedPolicy")["TargetBoundary"]["Properties"]["PolicyDocument"]["Statement"]
    patterns = [action for one in ceiling if one["Effect"] == "Allow" for action in one["Action"]]
    actions = {action for one in statements(duty) for action in one["Action"]}
    assert {action for action in actions if not any(fnmatchcase(action, pattern) for pattern in patterns)} == set()


def test_no_way_leads_to_the_internet() -> None:
    kinds = {resource["Type"] for resource in template()["Resources"].values()}
    assert kinds.isdisjoint({"AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route"})


def test_a_network_made_here_has_subnets_in_two_zones_and_the_endpoints_of_endpoints_and_jobs() -> None:
    zones = [one["Properties"]["AvailabilityZone"]["Fn::Select"][0] for one in resources("AWS::EC2::Subnet").values()]
    services = {
        one["Properties"]["ServiceName"]["Fn::Sub"].partition("${AWS::Region}.")[2]
        for one in resources("AWS::EC2::VPCEndpoint").values()
    }
    assert zones == [0, 1]
    assert services == {
        "s3", "sagemaker.api", "sagemaker.runtime", "ecr.api", "ecr.dkr", "execute-api", "kms", "logs", "monitoring",
        "ssm", "sts",
    }  # fmt: skip


def test_a_drift_alarm_goes_to_the_bus_of_the_tooling_account_and_none_is_lost() -> None:
    rule = resources("AWS::Events::Rule")["DriftRule"]["Properties"]
    [target] = rule["Targets"]
    bus = "arn:${AWS::Partition}:events:${AWS::Region}:${ToolingAccountId}:event-bus/default"
    assert rule["EventPattern"]["detail"] == {"alarmName": [{"wildcard": "sagemaker-*-drift"}]}
    assert target["Arn"] == {"Fn::Sub": bus}
    assert target["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]}}


def test_a_topic_of_the_form_hears_of_what_was_not_delivered() -> None:
    alarm = resources("AWS::CloudWatch::Alarm")["DeadLetterAlarm"]["Properties"]
    told = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
    assert alarm["AlarmActions"] == told
    assert template()["Conditions"]["HasAlarmTopic"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmTopicArn"}, ""]}]}


@pytest.mark.parametrize("name", ["Bucket", "BucketPolicy", "FlowLogGroup", "Key"])
def test_data_key_and_logs_outlive_the_stack(name: str) -> None:
    resource = template()["Resources"][name]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_arriving_objects_are_told_to_eventbridge() -> None:
    bucket = resources("AWS::S3::Bucket")["Bucket"]["Properties"]
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}


def test_stages_find_network_key_and_bucket_at_fixed_names() -> None:
    names = {one["Properties"]["Name"] for one in resources("AWS::SSM::Parameter").values()}
    assert names == {
        f"/mlops-templates/target/{fact}" for fact in ("bucket", "key-arn", "security-group-id", "subnet-ids")
    }


def test_stages_make_apis_that_write_logs() -> None:
    account = template()["Resources"]["GatewayAccount"]
    assert account["Properties"]["CloudWatchRoleArn"] == {"Fn::GetAtt": ["GatewayLogsRole", "Arn"]}
    assert account["Condition"] == "SetsGatewayLogs"


def test_tests_put_and_delete_only_their_own_rows() -> None:
    for action in ("s3:PutObject", "s3:DeleteObject"):
        [statement] = allowed("test", action)
        assert texts(statement["Resource"]) == ["${Bucket.Arn}/batch-input/*acceptance-*"]


@pytest.mark.parametrize("duty", ["model", "training"])
def test_containers_run_in_images_of_projects_of_the_tooling_account(duty: str) -> None:
    images = [text for one in allowed(duty, "ecr:BatchGetImage") for text in texts(one["Resource"])]
    assert "arn:${AWS::Partition}:ecr:${AWS::Region}:${ToolingAccountId}:repository/mlops-*" in images
