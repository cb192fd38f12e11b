import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.cloudformation.resource_type import Resource
from mlops_templates.localaws.cloudformation.types.codebuild import TYPES
from mlops_templates.localaws.errors import AwsError

(PROJECT,) = TYPES


def test_a_project_comes_back_with_the_defaults_of_aws(codebuild, settings, name):
    made = codebuild.create_project(name=name, **settings)["project"]
    found = codebuild.batch_get_projects(names=[name])["projects"][0]
    assert found == made
    assert found["arn"] == f"arn:aws:codebuild:us-east-1:123456789012:project/{name}"
    assert (found["timeoutInMinutes"], found["queuedTimeoutInMinutes"]) == (60, 480)
    assert not found["environment"]["privilegedMode"]


def test_two_projects_cannot_share_a_name(codebuild, settings, name):
    codebuild.create_project(name=name, **settings)
    with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
        codebuild.create_project(name=name, **settings)


def test_an_update_changes_what_it_names_and_nothing_else(codebuild, settings, name):
    codebuild.create_project(name=name, description="old", **settings)
    codebuild.update_project(name=name, timeoutInMinutes=15)
    found = codebuild.batch_get_projects(names=[name])["projects"][0]
    assert (found["timeoutInMinutes"], found["description"]) == (15, "old")


def test_a_deleted_project_is_gone_and_may_be_deleted_again(codebuild, settings, name):
    codebuild.create_project(name=name, **settings)
    codebuild.delete_project(name=name)
    codebuild.delete_project(name=name)
    assert codebuild.batch_get_projects(names=[name])["projectsNotFound"] == [name]


def test_the_list_names_every_project_over_pages(codebuild, settings, name):
    for number in range(3):
        codebuild.create_project(name=f"{name}-{number}", **settings)
    pages = codebuild.get_paginator("list_projects").paginate(sortBy="NAME", sortOrder="ASCENDING")
    names = [each for page in pages for each in page["projects"]]
    assert [each for each in names if each.startswith(name)] == [f"{name}-{number}" for number in range(3)]


BOTH_CODEPIPELINE = "InvalidInputException.*both sourceType, and artifactType must be set to: CODEPIPELINE"
LINUX = {"type": "LINUX_CONTAINER", "image": "image", "computeType": "BUILD_GENERAL1_SMALL"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"queuedTimeoutInMinutes": 481}, "InvalidInputException.*queuedTimeoutInMinutes"),
        ({"timeoutInMinutes": 2161}, "InvalidInputException.*timeoutInMinutes"),
        ({"serviceRole": "arn:aws:iam::123456789012:role/nobody"}, "not authorized to perform: sts:AssumeRole"),
        ({"source": {"type": "CODEPIPLINE"}}, "Invalid source.type: CODEPIPLINE"),
        ({"environment": {**LINUX, "computeType": "BUILD_SMALL"}}, "Invalid environment.computeType: BUILD_SMALL"),
        ({"environment": {**LINUX, "type": "LINUX"}}, r"Invalid environment.type: LINUX \("),
        (
            {"environment": {**LINUX, "environmentVariables": [{"name": "A", "value": "1", "type": "PLAIN"}]}},
            "Invalid environment variable type: PLAIN",
        ),
        ({"source": {"type": "CODEPIPELINE"}}, BOTH_CODEPIPELINE),
        ({"artifacts": {"type": "CODEPIPELINE"}}, BOTH_CODEPIPELINE),
        ({"artifacts": {"type": "S3"}}, "InvalidInputException.*location is required"),
        ({"source": {"type": "NO_SOURCE"}}, "InvalidInputException.*buildspec is required"),
        ({"source": {"type": "CODECOMMIT"}}, "InvalidInputException.*location is required"),
        ({"source": {"type": "GITHUB", "location": "https://x"}}, "not emulated: CodeBuild source type GITHUB"),
        ({"fileSystemLocations": [{"type": "EFS"}]}, "not emulated: codebuild:CreateProject fileSystemLocations"),
        (
            {"logsConfig": {"s3Logs": {"status": "ENABLED"}}},
            "not emulated: codebuild:CreateProject logsConfig.s3Logs.status ENABLED",
        ),
    ],
)
def test_a_project_that_aws_refuses_is_refused(codebuild, settings, name, change, words):
    with pytest.raises(ClientError, match=words):
        codebuild.create_project(name=name, **{**settings, **change})
    assert codebuild.batch_get_projects(names=[name])["projectsNotFound"] == [name]


@pytest.mark.parametrize("bad", ["-a", "a b", "a/b", "a" * 151])
def test_a_name_that_aws_refuses_is_refused(codebuild, settings, bad):
    with pytest.raises(ClientError, match="Invalid"):
        codebuild.create_project(name=bad, **settings)


def resource(name: str, service_role: str, **changes: object) -> Resource:
    properties = {
        "Name": name,
        "ServiceRole": service_role,
        "Source": {"Type": "CODEPIPELINE", "BuildSpec": "build_spec.yml"},
        "Artifacts": {"Type": "CODEPIPELINE"},
        "Environment": {
            "Type": "LINUX_CONTAINER",
            "Image": "image",
            "ComputeType": "BUILD_GENERAL1_SMALL",
            "PrivilegedMode": "false",
            "EnvironmentVariables": [{"Name": "A", "Value": "1"}],
        },
        "TimeoutInMinutes": "30",
        "LogsConfig": {"CloudWatchLogs": {"Status": "ENABLED", "GroupName": "group"}},
        **changes,
    }
    return Resource("Build", properties, "stack", "id", {"team": "x"}, physical_id=name)


def test_the_resource_makes_the_project_that_its_properties_say(aws, codebuild, name, service_role):
    made = PROJECT.create(aws.call(), resource(name, service_role))
    found = codebuild.batch_get_projects(names=[name])["projects"][0]
    assert (made.physical_id, made.attributes["Arn"]) == (name, found["arn"])
    assert found["source"]["buildspec"] == "build_spec.yml"
    assert found["timeoutInMinutes"] == 30
    assert found["environment"]["environmentVariables"] == [{"name": "A", "value": "1"}]
    assert found["logsConfig"]["cloudWatchLogs"]["groupName"] == "group"
    assert found["tags"] == [{"key": "team", "value": "x"}]


def test_the_resource_changes_in_place(aws, codebuild, name, service_role):
    old = resource(name, service_role, Description="words")
    PROJECT.create(aws.call(), old)
    new = resource(name, service_role, TimeoutInMinutes=45)
    assert PROJECT.update is not None
    assert PROJECT.update(aws.call(), new, old.properties).physical_id == name
    found = codebuild.batch_get_projects(names=[name])["projects"][0]
    assert (found["timeoutInMinutes"], found["description"]) == (45, "")


def test_deleting_the_resource_twice_is_fine(aws, name, service_role):
    gone = resource(name, service_role)
    PROJECT.create(aws.call(), gone)
    PROJECT.delete(aws.call(), gone)
    PROJECT.delete(aws.call(), gone)


def test_a_property_that_nobody_emulates_is_refused(aws, name, service_role):
    with pytest.raises(AwsError, match="not emulated: Triggers"):
        PROJECT.create(aws.call(), resource(name, service_role, Triggers={"Webhook": True}))
