import os

import pytest

SHOW = "phases: {build: {commands: [env]}}"


def shown(log: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in log.splitlines() if "=" in line and not line.startswith("["))


def test_a_build_acts_as_the_service_role(run, service_role):
    build = run("""
        env: {exported-variables: [ARN]}
        phases:
          build:
            commands:
              - python -c 'import os; print(os.environ["AWS_ACCESS_KEY_ID"])'
              - export ARN=$AWS_ACCESS_KEY_ID
        """)
    assert build.exported["ARN"].startswith("ASIA")
    assert build.facts["serviceRole"] == service_role


def test_nothing_of_the_servers_own_environment_reaches_a_build(run, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_USER", "1")
    log = run(SHOW).log
    assert "SECRET_OF_THE_USER" not in log
    assert shown(log)["HOME"] != os.environ["HOME"]


def test_a_build_knows_itself(run, name):
    build = run(SHOW)
    variables = shown(build.log)
    assert variables["CODEBUILD_BUILD_ID"] == build.facts["id"]
    assert variables["CODEBUILD_BUILD_ARN"] == build.facts["arn"]
    assert variables["CODEBUILD_BUILD_NUMBER"] == "1"
    assert variables["CODEBUILD_CI"] == "true"
    assert variables["CODEBUILD_BUILD_IMAGE"] == "aws/codebuild/amazonlinux-x86_64-standard:6.0"
    assert variables["CODEBUILD_PROJECT_ARN"].endswith(f":project/{name}")
    assert variables["AWS_REGION"] == "us-east-1"


def test_the_start_wins_over_the_project_and_the_project_over_the_buildspec(run, settings):
    project = [{"name": "TWO", "value": "project"}, {"name": "THREE", "value": "project"}]
    start = [{"name": "THREE", "value": "start"}]
    build = run(
        "env: {variables: {ONE: spec, TWO: spec, THREE: spec}}\n" + SHOW,
        {"environment": {**settings["environment"], "environmentVariables": project}},
        environmentVariablesOverride=start,
    )
    variables = shown(build.log)
    assert (variables["ONE"], variables["TWO"], variables["THREE"]) == ("spec", "project", "start")
    assert {each["name"]: each["value"] for each in build.facts["environment"]["environmentVariables"]} == {
        "TWO": "project",
        "THREE": "start",
    }


def test_parameters_come_from_the_parameter_store(run, aws, name, settings):
    aws.client("ssm").put_parameter(Name=f"/{name}/secret", Value="s3cret", Type="SecureString")
    aws.client("ssm").put_parameter(Name=f"/{name}/plain", Value="words", Type="String")
    stored = [{"name": "PLAIN", "value": f"/{name}/plain", "type": "PARAMETER_STORE"}]
    build = run(
        f"env: {{parameter-store: {{SECRET: /{name}/secret}}}}\n{SHOW}",
        {"environment": {**settings["environment"], "environmentVariables": stored}},
    )
    assert (shown(build.log)["SECRET"], shown(build.log)["PLAIN"]) == ("s3cret", "words")


def test_a_missing_parameter_fails_the_build_in_the_words_of_aws(run):
    build = run(f"env: {{parameter-store: {{X: /no/such}}}}\n{SHOW}")
    assert build.phases["DOWNLOAD_SOURCE"] == "FAILED"
    assert build.failure == {
        "statusCode": "Decrypted Variables Error",
        "message": "parameter does not exist: /no/such",
    }


@pytest.mark.parametrize("value", ["", "with space", "a=b", "'quoted'", "$HOME"])
def test_a_value_arrives_as_it_is(run, value):
    build = run(SHOW, environmentVariablesOverride=[{"name": "VALUE", "value": value}])
    assert shown(build.log)["VALUE"] == value
