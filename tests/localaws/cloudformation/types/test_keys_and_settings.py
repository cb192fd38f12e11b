"""Keys, parameters and log groups, made by stacks."""

from __future__ import annotations

from typing import Any

from tests.localaws.cloudformation.conftest import Stacks


def key(**properties: Any) -> dict[str, Any]:
    alias = {"AliasName": {"Fn::Sub": "alias/${AWS::StackName}"}, "TargetKeyId": {"Ref": "Key"}}
    return {
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": True, **properties}},
        "Alias": {"Type": "AWS::KMS::Alias", "Properties": alias},
    }


def key_policy(*actions: str) -> dict[str, Any]:
    principal = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    statement = {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_key_rotates_and_is_found_by_its_alias(stacks: Stacks) -> None:
    name, kms = stacks.create(key(KeyPolicy=key_policy("kms:*"))), stacks.aws.client("kms")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    made = stacks.physical(name)["Key"]
    assert kms.get_key_rotation_status(KeyId=made)["KeyRotationEnabled"]
    assert kms.describe_key(KeyId=f"alias/{name}")["KeyMetadata"]["KeyId"] == made


def test_a_key_changes_in_place(stacks: Stacks) -> None:
    name, kms = stacks.create(key(Description="old")), stacks.aws.client("kms")
    made = stacks.physical(name)["Key"]
    changed = key(Description="new", EnableKeyRotation=False, KeyPolicy=key_policy("kms:Decrypt", "kms:*"))
    assert stacks.update(name, changed, Tags=[{"Key": "a", "Value": "b"}]) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert stacks.physical(name)["Key"] == made
    assert kms.describe_key(KeyId=made)["KeyMetadata"]["Description"] == "new"
    assert not kms.get_key_rotation_status(KeyId=made)["KeyRotationEnabled"]
    assert "kms:Decrypt" in kms.get_key_policy(KeyId=made, PolicyName="default")["Policy"]
    assert kms.list_resource_tags(KeyId=made)["Tags"] == [{"TagKey": "a", "TagValue": "b"}]


def test_a_deleted_key_waits_for_its_end(stacks: Stacks) -> None:
    name, kms = stacks.create(key(PendingWindowInDays=7)), stacks.aws.client("kms")
    made = stacks.physical(name)["Key"]
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)
    assert kms.describe_key(KeyId=made)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_a_parameter_is_written_and_rewritten(stacks: Stacks) -> None:
    def parameter(value: str) -> dict[str, Any]:
        properties = {
            "Type": "String",
            "Name": {"Fn::Sub": "/${AWS::StackName}/setting"},
            "Value": value,
            "Tags": {"a": "b"},
        }
        return {"Parameter": {"Type": "AWS::SSM::Parameter", "Properties": properties}}

    name, ssm = stacks.create(parameter("one")), stacks.aws.client("ssm")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    made = stacks.physical(name)["Parameter"]
    assert stacks.update(name, parameter("two")) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert ssm.get_parameter(Name=made)["Parameter"]["Value"] == "two"
    tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=made)["TagList"]
    assert tags == [{"Key": "a", "Value": "b"}]


def test_an_entry_of_a_fleet_is_a_parameter_with_tier_pattern_and_tags(stacks: Stacks) -> None:
    def entry(value: str, **more: Any) -> dict[str, Any]:
        properties = {
            "Type": "String",
            "Name": {"Fn::Sub": "/mlops-templates/projects/${AWS::StackName}"},
            "Value": value,
            "Tier": "Intelligent-Tiering",
            "AllowedPattern": r"\{.*\}",
            "Description": "a project",
            "Tags": {"sagemaker:project-id": "p-1"},
            **more,
        }
        return {"Entry": {"Type": "AWS::SSM::Parameter", "Properties": properties}}

    name, ssm = stacks.create(entry('{"stage": "prod"}')), stacks.aws.client("ssm")
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    filters = [{"Key": "Name", "Values": [stacks.physical(name)["Entry"]]}]
    (told,) = ssm.describe_parameters(ParameterFilters=filters)["Parameters"]
    assert (told["AllowedPattern"], told["Description"]) == (r"\{.*\}", "a project")
    assert stacks.update(name, entry("no JSON")) == "UPDATE_ROLLBACK_COMPLETE"
    assert "cannot be validated against allowedPattern" in stacks.reasons(name)
    odd = stacks.create(entry("{}", AllowedPattern="("))
    assert "The allowed pattern is not a valid regular expression" in stacks.reasons(odd)


def test_a_log_group_keeps_its_name_when_its_retention_changes(stacks: Stacks) -> None:
    def group(**properties: Any) -> dict[str, Any]:
        named = {"LogGroupName": {"Fn::Sub": "/aws/codebuild/${AWS::StackName}"}}
        return {"Group": {"Type": "AWS::Logs::LogGroup", "Properties": {**named, **properties}}}

    name, logs = stacks.create(group(RetentionInDays=30)), stacks.aws.client("logs")
    made = stacks.physical(name)["Group"]
    assert stacks.update(name, group(RetentionInDays="90")) == "UPDATE_COMPLETE", stacks.reasons(name)
    assert logs.describe_log_groups(logGroupNamePrefix=made)["logGroups"][0]["retentionInDays"] == 90
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)
    assert logs.describe_log_groups(logGroupNamePrefix=made)["logGroups"] == []
