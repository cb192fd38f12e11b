import pytest

from mlops_templates.versions import codebuild_image
from tests.rendered import product_document, resources

PROJECTS = resources("AWS::CodeBuild::Project")
EVERY_BUILD = {
    "KMS_KEY_ARN",
    "ML_DATA_BUCKET",
    "SAGEMAKER_PROJECT_ID",
    "SAGEMAKER_PROJECT_NAME",
}


def variables(project: str) -> dict[str, object]:
    return {entry["Name"]: entry["Value"] for entry in PROJECTS[project]["Environment"]["EnvironmentVariables"]}


@pytest.fixture(params=PROJECTS)
def project(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_build_knows_its_project(project: str):
    assert set(variables(project)) >= EVERY_BUILD


def test_build_runs_in_the_image_of_the_catalogue_with_docker_only_when_asked_for(project: str):
    environment = PROJECTS[project]["Environment"]
    assert environment["Image"] == codebuild_image()
    assert environment.get("PrivilegedMode", False) in (False, {"Fn::If": ["OwnsContainers", True, False]})


def test_build_writes_to_a_log_that_is_encrypted_and_kept(project: str):
    group = PROJECTS[project]["LogsConfig"]["CloudWatchLogs"]["GroupName"]["Ref"]
    log = product_document()["Resources"][group]
    assert log["Properties"]["KmsKeyId"] == {"Fn::GetAtt": ["Key", "Arn"]}
    assert log["Properties"]["RetentionInDays"] == 365
    assert log["DeletionPolicy"] == "RetainExceptOnCreate"


def test_build_encrypts_what_it_makes_and_ends_some_day(project: str):
    assert PROJECTS[project]["EncryptionKey"] == {"Fn::GetAtt": ["Key", "Arn"]}
    assert PROJECTS[project]["TimeoutInMinutes"] <= 480


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (
            "BuildProject",
            {
                "BRANCH_NAME": "main",
                "DEVELOPMENT_ACCOUNT_ID": {"Ref": "DevelopmentAccountId"},
                "IMAGE_REPOSITORY": {
                    "Fn::If": ["OwnsContainers", {"Fn::GetAtt": ["ImageRepository", "RepositoryUri"]}, ""]
                },
                "SAGEMAKER_EXECUTION_ROLE_ARN": {"Fn::GetAtt": ["TrainingRole", "Arn"]},
                "SECURITY_GROUP_IDS": {"Ref": "SecurityGroupIds"},
                "SUBNET_IDS": {"Ref": "SubnetIds"},
            },
        ),
        (
            "DeployRenderProject",
            {
                "ALARM_TOPIC_ARN": {"Ref": "ApprovalTopic"},
                "DEPLOYMENT": "real-time",
                "MODEL_EXECUTION_ROLE_ARN": {"Fn::GetAtt": ["ModelRole", "Arn"]},
                "PHASE": "repeatable",
            },
        ),
        ("DeployTestProject", {"DEPLOYMENT": "real-time"}),
    ],
)
def test_build_gets_what_its_buildspec_reads(project: str, expected: dict[str, object]):
    own = {name: value for name, value in variables(project).items() if name not in EVERY_BUILD}
    assert own == expected


@pytest.mark.parametrize(
    ("project", "build_spec"),
    [
        ("BuildProject", "build_spec.yml"),
        ("DeployRenderProject", "build_spec.yml"),
        ("DeployTestProject", "tests/build_spec.yml"),
    ],
)
def test_build_runs_the_buildspec_of_its_repository(project: str, build_spec: str):
    assert PROJECTS[project]["Source"] == {"Type": "CODEPIPELINE", "BuildSpec": build_spec}
