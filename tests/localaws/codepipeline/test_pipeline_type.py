from __future__ import annotations

import json
from typing import Any

from tests.waiting import stack_at_rest

Document = dict[str, Any]


def template(workshop: Any, reason: str = "", **more: Any) -> str:
    def kind(category: str, provider: str) -> Document:
        return {"Category": category, "Owner": "AWS", "Provider": provider, "Version": "1"}

    source = {
        "Name": "Get",
        "ActionTypeId": kind("Source", "S3"),
        "Configuration": {"S3Bucket": workshop.bucket, "S3ObjectKey": "source.zip", "PollForSourceChanges": False},
        "OutputArtifacts": [{"Name": "Source"}],
    }
    properties: Document = {
        "Name": workshop.name,
        "RoleArn": workshop.role,
        "PipelineType": "V2",
        "ArtifactStore": {"Type": "S3", "Location": workshop.bucket},
        "Stages": [
            {"Name": "Source", "Actions": [source]},
            {"Name": "Gate", "Actions": [{"Name": "Approve", "ActionTypeId": kind("Approval", "Manual")}]},
        ],
        "Tags": [{"Key": "team", "Value": "ml"}],
        **more,
    }
    if reason:
        properties["DisableInboundStageTransitions"] = [{"StageName": "Gate", "Reason": reason}]
    pipeline = {"Type": "AWS::CodePipeline::Pipeline", "Properties": properties}
    outputs = {"Name": {"Value": {"Ref": "Line"}}, "Version": {"Value": {"Fn::GetAtt": ["Line", "Version"]}}}
    return json.dumps({"Resources": {"Line": pipeline}, "Outputs": outputs})


def connected_template(workshop: Any, connection: str, full_name: str) -> str:
    """A pipeline of type V2 with a trigger, a variable, and a stage that is rolled back."""
    whole = json.loads(template(workshop, ExecutionMode="QUEUED", Variables=[{"Name": "Who", "DefaultValue": "all"}]))
    properties = whole["Resources"]["Line"]["Properties"]
    source = properties["Stages"][0]["Actions"][0]
    source["ActionTypeId"]["Provider"] = "CodeStarSourceConnection"
    source["Configuration"] = {
        "ConnectionArn": connection,
        "FullRepositoryId": full_name,
        "BranchName": "main",
        "DetectChanges": False,
    }
    properties["Stages"][1]["OnFailure"] = {"Result": "ROLLBACK"}
    push = {"Branches": {"Includes": ["feature/**"]}, "FilePaths": {"Excludes": ["*.md"]}}
    git = {"SourceActionName": "Get", "Push": [push]}
    properties["Triggers"] = [{"ProviderType": "CodeStarSourceConnection", "GitConfiguration": git}]
    return json.dumps(whole)


def test_a_pipeline_of_a_stack_lives_changes_and_goes(workshop: Any) -> None:
    cloudformation = workshop.aws.client("cloudformation")
    cloudformation.create_stack(StackName=workshop.name, TemplateBody=template(workshop))
    stack = stack_at_rest(workshop.aws.client("cloudformation"), workshop.name)
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
    assert outputs == {"Name": workshop.name, "Version": "1"}
    assert workshop.executions()[0]["trigger"]["triggerType"] == "CreatePipeline"
    arn = workshop.codepipeline.get_pipeline(name=workshop.name)["metadata"]["pipelineArn"]
    tags = workshop.codepipeline.list_tags_for_resource(resourceArn=arn)["tags"]
    assert {"key": "team", "value": "ml"} in tags

    variables = [{"Name": "Who", "DefaultValue": "all"}]
    changed = template(workshop, reason="holiday", Variables=variables)
    cloudformation.update_stack(StackName=workshop.name, TemplateBody=changed)
    assert stack_at_rest(workshop.aws.client("cloudformation"), workshop.name)["StackStatus"] == "UPDATE_COMPLETE"
    definition = workshop.codepipeline.get_pipeline(name=workshop.name)["pipeline"]
    assert (definition["version"], definition["variables"][0]["name"]) == (2, "Who")
    assert workshop.stage("Gate")["inboundTransitionState"]["enabled"] is False

    cloudformation.delete_stack(StackName=stack["StackId"])
    assert stack_at_rest(workshop.aws.client("cloudformation"), stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    listed = workshop.codepipeline.list_pipelines()["pipelines"]
    assert workshop.name not in [each["name"] for each in listed]


def test_a_stack_knows_what_only_pipelines_of_the_second_type_have(
    workshop: Any, connected: Any, git: Any, wait: Any
) -> None:
    cloudformation = workshop.aws.client("cloudformation")
    body = connected_template(workshop, connected.arn, connected.full_name)
    cloudformation.create_stack(StackName=workshop.name, TemplateBody=body)
    assert stack_at_rest(workshop.aws.client("cloudformation"), workshop.name)["StackStatus"] == "CREATE_COMPLETE"
    definition = workshop.codepipeline.get_pipeline(name=workshop.name)["pipeline"]
    assert definition["executionMode"] == "QUEUED"
    assert definition["stages"][1]["onFailure"] == {"result": "ROLLBACK"}
    assert definition["triggers"][0]["gitConfiguration"]["push"][0]["filePaths"] == {"excludes": ["*.md"]}
    git.push(connected.url, {"code.py": "1"}, branch="feature/one")
    wait(lambda: len(workshop.executions()) == 2)
