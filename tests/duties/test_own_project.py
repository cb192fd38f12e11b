"""A role reaches what belongs to its project, and nothing of another one."""

from __future__ import annotations

import pytest

from tests.duties.rights import CHURN, EVERY_TEMPLATE, OTHER, REGION, Project, arn, role, roles

CONTEXT = {"iam__PassedToService": "sagemaker.amazonaws.com", "kms__GrantIsForAWSResource": "true"}


def belongings(project: Project) -> list[str]:
    """One of each kind of thing that a project has."""
    entities = {
        "endpoint": ("-staging", "-prod"),
        "endpoint-config": ("-prod-1",),
        "model": ("-prod-1",),
        "model-package": ("/1", "-dev/1"),
        "model-package-group": ("", "-dev"),
        "pipeline": ("-training", "-training-x", "-training/execution/1", "-batch-prod", "-drift-prod/execution/1"),
        "experiment": ("-training", "-training-x"),
    }
    nouns = ("build", "branch", "deploy", "deploy-render", "deploy-test", "seed")
    return [
        *(project.entity("sagemaker", kind, ending) for kind, endings in entities.items() for ending in endings),
        *(project.bucket(noun, key) for noun in ("ml-data", "artifacts") for key in ("", "/x", "/a-b/x")),
        *(project.resource("codebuild", noun, "project/") for noun in nouns),
        *(project.resource("codepipeline", noun) for noun in nouns),
        *(project.resource("codecommit", noun) for noun in ("model-build", "model-deploy")),
        *(project.resource("cloudformation", f"deploy-{stage}/1", "stack/") for stage in ("staging", "prod")),
        project.resource("logs", "builds:log-stream:1", "log-group:/mlops/"),
        project.resource("sns", "approval"),
        project.resource("cloudwatch", "prod-drift", "alarm:"),
        arn("events", f"rule/sagemaker-{project.id}-x"),
        arn("scheduler", f"schedule/default/sagemaker-{project.id}-x"),
        arn("sqs", f"sagemaker-{project.id}-x"),
        *(project.role(noun) for noun in ("training", "model", "monitor", "deploy-stack")),
        project.key_arn,
    ]


def reached(noun: str, product: str, scm: str, project: Project) -> set[tuple[str, str]]:
    """Which belongings of a project a role of CHURN can do something with."""
    of_churn = role(noun, product, scm)
    return {
        (action, each)
        for each in belongings(project)
        for action in of_churn.actions
        if action.partition(":")[0] == each.split(":")[2] and of_churn.may(action, each, **CONTEXT)
    }


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_every_role_reaches_things_of_its_project_and_none_of_another(product: str, scm: str) -> None:
    for noun in roles(product, scm):
        assert reached(noun, product, scm, CHURN)
        assert reached(noun, product, scm, OTHER) == set()


@pytest.mark.parametrize("wrong", ["sagemaker:project-id", "sagemaker:project-name", "mlops:key-id"])
def test_a_role_without_one_of_its_tags_reaches_nothing_that_the_tag_names(wrong: str) -> None:
    build = role("build")
    bare = type(build)(build.arn, {key: value for key, value in build.tags.items() if key != wrong}, build.identity, ())
    told = {
        "sagemaker:project-id": ("s3:GetObject", CHURN.bucket("ml-data", "/x")),
        "sagemaker:project-name": ("logs:PutLogEvents", CHURN.resource("logs", "builds:x", "log-group:/mlops/")),
        "mlops:key-id": ("kms:Decrypt", CHURN.key_arn),
    }
    action, resource = told[wrong]
    assert build.may(action, resource)
    assert not bare.may(action, resource)


def test_another_region_is_out_of_reach() -> None:
    here = CHURN.resource("codebuild", "build", "project/")
    assert role("build-pipeline").may("codebuild:StartBuild", here)
    assert not role("build-pipeline").may("codebuild:StartBuild", here.replace(REGION, "eu-west-2"))


@pytest.mark.parametrize(("product", "scm"), EVERY_TEMPLATE)
def test_every_role_carries_the_three_tags_that_its_policies_read(product: str, scm: str) -> None:
    for noun in roles(product, scm):
        assert role(noun, product, scm).tags.items() >= {
            ("mlops:key-id", CHURN.key),
            ("sagemaker:project-id", CHURN.id),
            ("sagemaker:project-name", CHURN.name),
        }
