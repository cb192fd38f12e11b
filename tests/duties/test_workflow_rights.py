"""What the roles of GitHub's workflows may do: one job, one role, one stage."""

import pytest

from tests.duties.rights import CHURN, REGION, role

GROUP = CHURN.entity("sagemaker", "model-package", "/7")


@pytest.mark.parametrize("noun", ["deploy-render", "deploy-staging", "deploy-production"])
def test_people_outside_aws_get_no_more_than_the_role_of_their_workflow(noun: str):
    workflow = role(noun, "reliable-real-time", "github-actions")
    assert not workflow.may("codebuild:StartBuild", CHURN.resource("codebuild", "build", "project/"))
    assert not workflow.may("sagemaker:UpdateModelPackage", GROUP)


@pytest.mark.parametrize(("noun", "own", "other"), [("staging", "staging", "prod"), ("production", "prod", "staging")])
def test_the_workflow_of_a_stage_reaches_that_stage_alone(noun: str, own: str, other: str):
    workflow = role(f"deploy-{noun}", "repeatable-real-time", "github-actions")
    reached = {
        (stage, action)
        for stage in (own, other)
        for action, resource in (
            ("cloudformation:UpdateStack", CHURN.resource("cloudformation", f"deploy-{stage}/1", "stack/")),
            ("cloudformation:DeleteStack", CHURN.resource("cloudformation", f"deploy-{stage}/1", "stack/")),
            ("sagemaker:InvokeEndpoint", CHURN.entity("sagemaker", "endpoint", f"-{stage}")),
            ("sagemaker:StartPipelineExecution", CHURN.entity("sagemaker", "pipeline", f"-batch-{stage}")),
            ("s3:PutObject", CHURN.bucket("ml-data", f"/batch-input/{stage}/rows.csv")),
        )
        if workflow.may(action, resource)
    }
    changes = {"cloudformation:UpdateStack", "sagemaker:InvokeEndpoint", "sagemaker:StartPipelineExecution"}
    changes |= {"s3:PutObject", *(["cloudformation:DeleteStack"] if own == "staging" else [])}
    assert reached == {(own, action) for action in changes}


def test_the_workflow_of_a_stage_enters_the_account_of_that_stage_alone():
    def entered(noun: str) -> set[str]:
        workflow = role(noun, "scalable-real-time", "github-actions")
        prefix = "role/mlops/mlops-templates-target"
        # A field of the form stands for the account.
        roles = {
            f"arn:aws:iam::{account}:{prefix}-{duty}-{REGION}": (account, duty)
            for account in ("stagingaccountid", "productionaccountid", "333333333333")
            for duty in ("deploy", "test", "stack", "watch")
        }
        return {
            meant
            for name, meant in roles.items()
            if workflow.may("sts:AssumeRole", name, aws__ResourceAccount=meant[0])
        }

    assert entered("deploy-staging") == {("stagingaccountid", "deploy"), ("stagingaccountid", "test")}
    assert entered("deploy-production") == {("productionaccountid", "deploy"), ("productionaccountid", "test")}
    assert entered("build") == {("productionaccountid", "watch")}


def test_rendering_changes_no_stack():
    render = role("deploy-render", "repeatable-real-time", "github-actions")
    assert not {action for action in render.actions if action.startswith(("cloudformation:", "iam:"))}
