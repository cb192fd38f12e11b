"""What a target account has besides where projects train in it, and how little its roles may do in the registry."""

from __future__ import annotations

import pytest

from tests.foundations.test_target_account import OF_DEVELOPMENT, allowed, resources, role, statements, template, texts

TOOLING = "${ToolingAccountId}"


def names(duty: str, action: str) -> list[str]:
    """What the role may do this to, without partition, service, region and account."""
    return [text.split(":")[-1] for one in allowed(duty, action) for text in texts(one["Resource"])]


def test_no_stage_lets_builds_in_unless_its_form_says_so() -> None:
    assert template()["Parameters"]["Development"]["Default"] == "no"
    assert template()["Conditions"]["IsDevelopment"] == {"Fn::Equals": [{"Ref": "Development"}, "yes"]}
    made = {
        one["Properties"]["RoleName"]["Fn::Sub"].removeprefix("mlops-templates-target-").removesuffix("-${AWS::Region}")
        for one in resources("AWS::IAM::Role").values()
        if one.get("Condition") == "IsDevelopment"
    }
    assert made == set(OF_DEVELOPMENT)


@pytest.mark.parametrize("duty", ["training", "training-branch"])
def test_only_sagemaker_acting_for_this_account_takes_on_the_training_roles(duty: str) -> None:
    [statement] = role(duty)["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["sagemaker.amazonaws.com"]}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Fn::Sub": "${AWS::AccountId}"}}}


@pytest.mark.parametrize(("duty", "passed"), [("build", ["TrainingRole"]), ("branch", ["BranchTrainingRole"])])
def test_each_build_hands_only_its_own_training_role_to_sagemaker(duty: str, passed: list[str]) -> None:
    [statement] = allowed(duty, "iam:PassRole")
    assert [one["Fn::GetAtt"][0] for one in statement["Resource"]] == passed
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}


def test_a_branch_runs_and_deletes_pipelines_of_branches_only() -> None:
    for action in ("CreatePipeline", "UpdatePipeline", "StartPipelineExecution", "DeletePipeline"):
        assert names("branch", f"sagemaker:{action}") == ["pipeline/*-training-*"]
    assert names("build", "sagemaker:StartPipelineExecution") == ["pipeline/*-training"]
    assert allowed("build", "sagemaker:DeletePipeline") == []


def test_what_a_branch_trains_gets_into_dev_groups_only() -> None:
    assert names("training-branch", "sagemaker:CreateModelPackage") == ["model-package/*-dev/*"]
    assert names("training", "sagemaker:CreateModelPackage") == ["model-package/*/*"]


@pytest.mark.parametrize("duty", OF_DEVELOPMENT)
def test_nobody_here_approves_or_deletes_a_version(duty: str) -> None:
    assert allowed(duty, "sagemaker:UpdateModelPackage") == allowed(duty, "sagemaker:DeleteModelPackage") == []


@pytest.mark.parametrize("duty", OF_DEVELOPMENT)
def test_data_is_written_by_jobs_only_and_never_deleted(duty: str) -> None:
    assert allowed(duty, "s3:DeleteObject") == []
    written = [text for one in allowed(duty, "s3:PutObject") for text in texts(one["Resource"])]
    bucket = f"arn:${{AWS::Partition}}:s3:::sagemaker-*-ml-data-{TOOLING}/*"
    assert written == ([bucket] if duty.startswith("training") else [])


def test_people_make_endpoints_of_one_name_and_run_nothing_else() -> None:
    made = {action for one in statements("trial") for action in one["Action"] if ":Create" in action}
    assert made == {"sagemaker:CreateEndpoint", "sagemaker:CreateEndpointConfig", "sagemaker:CreateModel"}
    assert names("trial", "sagemaker:CreateEndpoint") == ["endpoint/*-try", "endpoint-config/*-try", "model/*-try"]


def test_a_development_account_has_a_network_without_a_way_out() -> None:
    rule = template()["Rules"]["DevelopmentIsPrivate"]
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "Development"}, "yes"]}
    (one,) = rule["Assertions"]
    assert one["Assert"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Network"}, "none"]}]}
