from dataclasses import replace

import pytest

from ml_pipelines.project import IMAGES, VARIABLES, ProjectError, from_environment


def test_the_environment_describes_the_project(project):
    environment = {variable: getattr(project, field) for field, variable in VARIABLES.items()}
    assert from_environment(environment | {IMAGES: project.image_repository, "OTHER": "x"}) == project


def test_all_missing_variables_are_named_at_once():
    environment = dict.fromkeys(VARIABLES.values(), "x") | {"ML_DATA_BUCKET": ""}
    del environment["BRANCH_NAME"]
    with pytest.raises(ProjectError, match="ML_DATA_BUCKET, BRANCH_NAME"):
        from_environment(environment)


def test_models_of_main_go_to_the_main_group(project):
    assert project.model_package_group == "churn-p-abc123"
    assert (project.use_case, project.pipeline_name) == ("churn", "churn-p-abc123-training")


def test_a_branch_has_its_own_pipeline_data_and_the_dev_group(project):
    branch = replace(project, branch="feature/Less_Churn")
    assert branch.model_package_group == "churn-p-abc123-dev"
    assert branch.use_case.startswith("churn-feature-less-churn-")
    assert branch.pipeline_name.startswith("churn-p-abc123-training-feature-less-churn-")


def test_the_longest_names_keep_to_the_limit_of_a_pipeline(project):
    longest = replace(project, main_pipeline=f"{'n' * 32}-{'i' * 20}-training", branch="x" * 250)
    assert len(longest.pipeline_name) <= 256


def test_the_network_is_that_of_the_environment(project):
    environment = {variable: getattr(project, field) for field, variable in VARIABLES.items()}
    got = from_environment(environment | {"SUBNET_IDS": "subnet-1, subnet-2", "SECURITY_GROUP_IDS": "sg-1"})
    assert (got.subnets, got.security_groups) == (("subnet-1", "subnet-2"), ("sg-1",))
    empty = from_environment(environment | {"SUBNET_IDS": "", "SECURITY_GROUP_IDS": ""})
    assert (empty.subnets, empty.security_groups) == ((), ())


def test_half_a_network_is_refused(project):
    environment = {variable: getattr(project, field) for field, variable in VARIABLES.items()}
    with pytest.raises(ProjectError, match="SUBNET_IDS and SECURITY_GROUP_IDS go together"):
        from_environment(environment | {"SUBNET_IDS": "subnet-1"})


@pytest.mark.parametrize(
    ("given", "understood"),
    [("", ""), ("same", ""), ("123456789012", ""), ("210987654321", "210987654321")],
    ids=["not given", "same", "own", "other"],
)
def test_only_another_account_is_a_development_account(project, given, understood):
    environment = {variable: getattr(project, field) for field, variable in VARIABLES.items()}
    assert from_environment(environment | {"DEVELOPMENT_ACCOUNT_ID": given}).development_account == understood


def test_what_is_no_account_is_refused(project):
    environment = {variable: getattr(project, field) for field, variable in VARIABLES.items()}
    with pytest.raises(ProjectError, match="DEVELOPMENT_ACCOUNT_ID is 'dev'; set it to same or to an account id"):
        from_environment(environment | {"DEVELOPMENT_ACCOUNT_ID": "dev"})


def test_the_tags_are_those_that_studio_looks_for(project):
    assert project.tags == [
        {"Key": "sagemaker:project-name", "Value": "churn"},
        {"Key": "sagemaker:project-id", "Value": "p-abc123"},
    ]
