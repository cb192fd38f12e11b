"""Projects on the embedded AWS, over HTTP."""

from __future__ import annotations

import pytest

from mlops_templates import projects
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish import Clients


def test_a_project_is_made_from_the_newest_version(clients: Clients, project_name: str) -> None:
    projects.create(project_name, "small", {}, clients)
    project = projects.wait(project_name, clients)
    assert project is not None
    assert project.status == "CreateCompleted"
    topics = [topic["TopicArn"] for topic in clients_topics(clients)]
    assert any(arn.endswith(f":sagemaker-{project_name}-{project.project_id}-news") for arn in topics)


def clients_topics(clients: Clients) -> list[dict[str, str]]:
    stacks = clients.cloudformation.get_paginator("describe_stacks").paginate().build_full_result()["Stacks"]
    return [
        {"TopicArn": resource["PhysicalResourceId"]}
        for stack in stacks
        for resource in clients.cloudformation.list_stack_resources(StackName=stack["StackId"])[
            "StackResourceSummaries"
        ]
        if resource["ResourceType"] == "AWS::SNS::Topic"
    ]


def test_deleting_a_project_leaves_only_what_is_retained_and_lists_it(clients: Clients, project_name: str) -> None:
    projects.create(project_name, "small", {}, clients)
    project = projects.wait(project_name, clients)
    assert project is not None
    bucket = f"sagemaker-{project.project_id}-data-123456789012"
    assert projects.delete(project_name, clients) == (projects.Retained("AWS::S3::Bucket", bucket),)
    assert projects.read_project(project_name, clients) is None
    assert bucket in [found["Name"] for found in clients.s3.list_buckets()["Buckets"]]
    assert not any(project.project_id in topic["TopicArn"] for topic in clients_topics(clients))


def test_a_stack_that_the_project_deployed_goes_with_it(clients: Clients, project_name: str) -> None:
    projects.create(project_name, "small", {}, clients)
    project = projects.wait(project_name, clients)
    assert project is not None
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": f"sagemaker-{project_name}-deployed"}}
    clients.cloudformation.create_stack(
        StackName=f"sagemaker-{project_name}-deploy-staging",
        TemplateBody=f'{{"Resources": {{"Deployed": {str(topic).replace(chr(39), chr(34))}}}}}',
        Tags=[{"Key": "sagemaker:project-id", "Value": project.project_id}],
    )
    clients.cloudformation.get_waiter("stack_create_complete").wait(
        StackName=f"sagemaker-{project_name}-deploy-staging", WaiterConfig={"Delay": 1}
    )
    projects.delete(project_name, clients)
    assert not any("deployed" in found["TopicArn"] for found in clients_topics(clients))


def test_a_project_that_fails_is_told_with_its_first_cause(clients: Clients, project_name: str) -> None:
    projects.create(project_name, "broken", {}, clients)
    with pytest.raises(MlopsTemplatesError, match=r"is in CreateFailed: Data \(AWS::S3::Bucket\)"):
        projects.wait(project_name, clients)


def test_an_unpublished_product_is_answered_with_the_nearest(clients: Clients, project_name: str) -> None:
    with pytest.raises(MlopsTemplatesError, match="Did you mean small"):
        projects.create(project_name, "smal", {}, clients)
    assert projects.read_project(project_name, clients) is None


def test_deleting_what_is_not_there_is_an_error(clients: Clients) -> None:
    with pytest.raises(MlopsTemplatesError, match="There is no project nobody"):
        projects.delete("nobody", clients)
