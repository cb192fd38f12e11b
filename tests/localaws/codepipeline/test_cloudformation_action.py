from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

Document = dict[str, Any]
TEMPLATE: Document = {
    "Parameters": {"Name": {"Type": "String"}, "Text": {"Type": "String", "Default": "none"}},
    "Resources": {
        "Repository": {
            "Type": "AWS::CodeCommit::Repository",
            "Properties": {"RepositoryName": {"Ref": "Name"}, "RepositoryDescription": {"Ref": "Text"}},
        }
    },
    "Outputs": {"Made": {"Value": {"Ref": "Name"}}},
}
Stage = Callable[..., Document]


@pytest.fixture
def deploy(workshop: Any, build_action: Any) -> Stage:
    files = {
        "template.json": json.dumps(TEMPLATE),
        "prod.json": json.dumps({"Parameters": {"Name": workshop.name}, "Tags": {"stage": "prod"}}),
    }
    workshop.put_source(files)

    def stage(mode: str = "CREATE_UPDATE", **configuration: str) -> Document:
        given = {
            "ActionMode": mode,
            "StackName": workshop.name,
            "RoleArn": workshop.role,
            "TemplatePath": "Source::template.json",
            "TemplateConfiguration": "Source::prod.json",
            **configuration,
        }
        action = build_action(
            "Deploy", "CloudFormation", "Deploy", configuration=given, inputArtifacts=[{"name": "Source"}]
        )
        return {"name": "Deploy", "actions": [action]}

    return stage


def stack_of(workshop: Any) -> Document:
    return dict(workshop.aws.client("cloudformation").describe_stacks(StackName=workshop.name)["Stacks"][0])


def run_again(workshop: Any) -> str:
    started = workshop.codepipeline.start_pipeline_execution(name=workshop.name)["pipelineExecutionId"]
    return str(workshop.ended(started))


def test_a_stack_is_created_with_parameters_and_tags_of_the_configuration_file(workshop: Any, deploy: Stage) -> None:
    execution = workshop.create(deploy())
    assert workshop.ended(execution) == "Succeeded"
    stack = stack_of(workshop)
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert stack["Tags"] == [{"Key": "stage", "Value": "prod"}]
    assert workshop.action("Deploy", "Deploy")["externalExecutionId"] == stack["StackId"]


def test_outputs_become_variables_and_a_file(workshop: Any, deploy: Stage, build_approval: Any) -> None:
    stage = deploy(OutputFileName="outputs.json")
    stage["actions"][0].update(namespace="Deploy", outputArtifacts=[{"name": "Outputs"}])
    stage["actions"].append(build_approval(configuration={"CustomData": "made #{Deploy.Made}"}, runOrder=2))
    execution = workshop.create(stage)
    workshop.token("Deploy")
    listed = workshop.codepipeline.list_action_executions(
        pipelineName=workshop.name, filter={"pipelineExecutionId": execution}
    )["actionExecutionDetails"]
    assert listed[0]["input"]["resolvedConfiguration"]["CustomData"] == f"made {workshop.name}"
    place = listed[1]["output"]["outputArtifacts"][0]["s3location"]
    body = workshop.aws.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert json.loads(archive.read("outputs.json")) == {"Made": workshop.name}


def test_overrides_win_over_the_configuration_file(workshop: Any, deploy: Stage) -> None:
    workshop.put_source(
        {
            "template.json": json.dumps(TEMPLATE),
            "prod.json": json.dumps({"Parameters": {"Name": workshop.name, "Text": "file"}}),
            "facts.json": json.dumps({"text": "override"}),
        }
    )
    overrides = json.dumps({"Text": {"Fn::GetParam": ["Source", "facts.json", "text"]}})
    assert workshop.ended(workshop.create(deploy(ParameterOverrides=overrides))) == "Succeeded"
    repository = workshop.aws.client("codecommit").get_repository(repositoryName=workshop.name)
    assert repository["repositoryMetadata"]["repositoryDescription"] == "override"


def test_a_stack_without_changes_is_a_success(workshop: Any, deploy: Stage) -> None:
    workshop.ended(workshop.create(deploy()))
    assert run_again(workshop) == "Succeeded"
    assert "No updates" in workshop.action("Deploy", "Deploy")["summary"]


def test_a_stack_that_rolls_back_is_a_failed_action_with_the_reason(workshop: Any, deploy: Stage) -> None:
    workshop.aws.client("codecommit").create_repository(repositoryName=workshop.name)
    assert workshop.ended(workshop.create(deploy())) == "Failed"
    message = workshop.action("Deploy", "Deploy")["errorDetails"]["message"]
    assert "ROLLBACK_COMPLETE" in message
    assert "Repository (AWS::CodeCommit::Repository)" in message


def test_a_failed_stack_is_not_updated_but_replaced_if_asked(workshop: Any, deploy: Stage) -> None:
    codecommit = workshop.aws.client("codecommit")
    codecommit.create_repository(repositoryName=workshop.name)
    workshop.ended(workshop.create(deploy()))
    codecommit.delete_repository(repositoryName=workshop.name)
    assert run_again(workshop) == "Failed"
    assert "ROLLBACK_COMPLETE" in workshop.action("Deploy", "Deploy")["errorDetails"]["message"]
    workshop.codepipeline.update_pipeline(pipeline=workshop.definition(deploy("REPLACE_ON_FAILURE")))
    assert run_again(workshop) == "Succeeded"


def test_a_change_set_is_made_and_executed(workshop: Any, deploy: Stage) -> None:
    stage = deploy("CHANGE_SET_REPLACE", ChangeSetName="changes")
    execute = deploy("CHANGE_SET_EXECUTE", ChangeSetName="changes")["actions"][0]
    stage["actions"].append({**execute, "name": "Execute", "runOrder": 2})
    assert workshop.ended(workshop.create(stage)) == "Succeeded"
    assert stack_of(workshop)["StackStatus"] == "CREATE_COMPLETE"
    assert run_again(workshop) == "Succeeded"


def test_a_stack_is_deleted_by_its_mode(workshop: Any, deploy: Stage) -> None:
    workshop.ended(workshop.create(deploy()))
    workshop.codepipeline.update_pipeline(pipeline=workshop.definition(deploy("DELETE_ONLY")))
    assert run_again(workshop) == "Succeeded"
    with pytest.raises(workshop.aws.client("cloudformation").exceptions.ClientError, match="does not exist"):
        stack_of(workshop)


def test_a_template_that_is_not_in_the_artifact_is_named(workshop: Any, deploy: Stage) -> None:
    assert workshop.ended(workshop.create(deploy(TemplatePath="Source::other.json"))) == "Failed"
    message = workshop.action("Deploy", "Deploy")["errorDetails"]["message"]
    assert message == "File [other.json] does not exist in artifact [Source]"


def test_a_capability_that_is_missing_fails_the_action(workshop: Any, deploy: Stage) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
    template = {"Resources": {"Role": role}}
    workshop.put_source({"template.json": json.dumps(template), "prod.json": "{}"})
    assert workshop.ended(workshop.create(deploy())) == "Failed"
    assert workshop.action("Deploy", "Deploy")["errorDetails"]["code"] == "InsufficientCapabilitiesException"
