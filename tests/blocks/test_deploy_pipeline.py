import json

import pytest

from mlops_templates.synth.description import in_run_order
from tests.rendered import action, resources

STAGES = resources("AWS::CodePipeline::Pipeline")["DeployPipeline"]["Stages"]


def test_nothing_reaches_production_before_staging_is_tested_and_approved():
    order = [(stage["Name"], [entry["Name"] for entry in in_run_order(stage)]) for stage in STAGES]
    assert order == [
        ("Source", ["Source"]),
        ("Render", ["Render"]),
        ("Staging", ["Deploy", "Test", "Approve"]),
        ("Production", ["Deploy", "SmokeTest"]),
    ]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage["Name"])
def test_actions_of_a_stage_wait_for_each_other(stage: dict[str, list[dict[str, int]]]):
    orders = [entry.get("RunOrder", 1) for entry in stage["Actions"]]
    assert len(set(orders)) == len(orders)


@pytest.mark.parametrize(
    ("stage", "ending", "mode"), [("Staging", "staging", "REPLACE_ON_FAILURE"), ("Production", "prod", "CREATE_UPDATE")]
)
def test_both_stages_deploy_the_same_template_and_differ_by_configuration(stage: str, ending: str, mode: str):
    deploy = action("DeployPipeline", stage, "Deploy")
    assert deploy["Configuration"] == {
        "ActionMode": mode,
        "Capabilities": "CAPABILITY_NAMED_IAM",
        "RoleArn": {"Fn::GetAtt": ["DeployStackRole", "Arn"]},
        "StackName": {"Fn::Sub": f"sagemaker-${{SageMakerProjectName}}-${{SageMakerProjectId}}-deploy-{ending}"},
        "TemplateConfiguration": f"Rendered::{ending}.json",
        "TemplatePath": "Rendered::endpoint.yaml",
    }
    assert deploy["InputArtifacts"] == [{"Name": "Rendered"}]


def test_approver_is_told_and_shown_what_the_tests_found():
    approve = action("DeployPipeline", "Staging", "Approve")
    assert approve["ActionTypeId"]["Category"] == "Approval"
    assert approve["Configuration"] == {
        "CustomData": "#{StagingTest.APPROVAL_SUMMARY}",
        "NotificationArn": {"Ref": "ApprovalTopic"},
    }
    assert action("DeployPipeline", "Staging", "Test")["Namespace"] == "StagingTest"


@pytest.mark.parametrize(
    ("stage", "name", "variables"),
    [
        ("Staging", "Test", {"STAGE": "staging", "SUITE": "staging"}),
        ("Production", "SmokeTest", {"STAGE": "prod", "SUITE": "smoke"}),
    ],
)
def test_tests_know_their_stage_and_suite(stage: str, name: str, variables: dict[str, str]):
    configuration = action("DeployPipeline", stage, name)["Configuration"]
    given = {entry["name"]: entry["value"] for entry in json.loads(configuration["EnvironmentVariables"])}
    assert given == variables


def test_tests_come_from_the_commit_and_read_what_was_rendered():
    test = action("DeployPipeline", "Staging", "Test")
    assert test["Configuration"]["PrimarySource"] == "Source"
    assert test["InputArtifacts"] == [{"Name": "Source"}, {"Name": "Rendered"}]


def test_render_offers_its_variables():
    render = action("DeployPipeline", "Render", "Render")
    assert (render["Namespace"], render["OutputArtifacts"]) == ("Render", [{"Name": "Rendered"}])
