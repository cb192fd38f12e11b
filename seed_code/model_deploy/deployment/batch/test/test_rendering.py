import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deployment.batch import rendering, settings
from deployment.errors import DeploymentError
from deployment.kind import Order, Rendering
from deployment.project import Project, from_environment
from deployment.test.documents import loaded
from deployment.test.examples import ENVIRONMENT, GROUP_ARN, GUARDED_PROJECT, PROJECT, model_version, stubbed

ROOT = Path(__file__).parents[3]
IMAGE = "registry.example/sagemaker-scikit-learn:1.9-0-cpu-py3"
PACKAGE = {
    "ModelPackageArn": f"{GROUP_ARN}/4",
    "ModelPackageName": "churn",
    "CreationTime": 0,
    "ModelPackageStatus": "Completed",
    "ModelPackageStatusDetails": {"ValidationStatuses": []},
    "InferenceSpecification": {"Containers": [{"Image": IMAGE}]},
}


class Clients:
    """Sessions that answer from stubs: no step code in the bucket yet, no pipeline in production yet."""

    def __init__(self, package: dict[str, Any], code_files: int) -> None:
        self.roles: list[str] = []
        self.sagemaker, sagemaker = stubbed("sagemaker")
        sagemaker.add_response("describe_model_package", package)
        sagemaker.add_client_error("describe_pipeline", "ResourceNotFound", "no such pipeline")
        self.s3, s3 = stubbed("s3")
        s3.add_response("list_objects_v2", {})
        for _ in range(code_files):
            s3.add_response("put_object", {})

    def client(self, service: str, role_arn: str = "", **options: Any) -> Any:
        self.roles.append(role_arn)
        return {"sagemaker": self.sagemaker, "s3": self.s3}[service]


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def render(project: Project, package: dict[str, Any] = PACKAGE) -> tuple[Rendering, Clients]:
    clients = Clients(package, len(list((ROOT / "app_infra/batch_inference/steps").glob("*.py"))))
    order = Order(project, model_version(), clients)
    return rendering.render(order, settings.read(ROOT / "inference_config")), clients


def definitions(rendered: Rendering) -> dict[str, Any]:
    pipeline = loaded(rendered.template)["Resources"]["Pipeline"]["Properties"]["PipelineDefinition"]
    _, production, staging = pipeline["PipelineDefinitionBody"]["Fn::If"]
    return {"prod": json.loads(production["Fn::Sub"]), "staging": json.loads(staging["Fn::Sub"])}


def test_every_parameter_of_the_template_gets_a_value_of_each_stage() -> None:
    for project in (PROJECT, GUARDED_PROJECT):
        rendered, _ = render(project)
        template = loaded(rendered.template)
        for configuration in rendered.configurations.values():
            assert configuration["Parameters"].keys() == template["Parameters"].keys()


def test_the_pipeline_has_the_name_of_its_stage() -> None:
    for stage, configuration in render(PROJECT)[0].configurations.items():
        assert configuration["Parameters"]["PipelineName"] == f"churn-p-1-batch-{stage}"


def test_the_pipeline_scores_with_the_model_of_its_stack() -> None:
    rendered, _ = render(PROJECT)
    for stage, definition in definitions(rendered).items():
        (transform,) = (step for step in definition["Steps"] if step["Type"] == "Transform")
        assert transform["Arguments"]["ModelName"] == rendered.configurations[stage]["Parameters"]["ModelName"]


def test_the_steps_run_in_the_image_of_the_model_with_code_named_by_its_content() -> None:
    steps = [step for step in definitions(render(PROJECT)[0])["prod"]["Steps"] if step["Type"] == "Processing"]
    for step in steps:
        assert step["Arguments"]["AppSpecification"]["ImageUri"] == IMAGE
        code = step["Arguments"]["ProcessingInputs"][0]["S3Input"]["S3Uri"]
        assert code.startswith(f"s3://{PROJECT.ml_data_bucket}/code/deploy-steps/steps-")


def test_in_one_account_rows_come_to_the_bucket_of_the_project() -> None:
    parameters = render(PROJECT)[0].configurations["staging"]["Parameters"]
    assert (parameters["DataBucket"], parameters["InputPrefix"]) == (PROJECT.ml_data_bucket, "batch-input/staging/")
    assert parameters["KmsKeyArn"] == PROJECT.kms_key_arn


def test_the_pipeline_runs_with_its_own_role_where_there_is_one() -> None:
    own = from_environment({**ENVIRONMENT, "MONITOR_ROLE_ARN": "arn:aws:iam::111122223333:role/monitor"})
    for project, role in ((own, "role/monitor"), (PROJECT, "role/mlops/sagemaker-p-1-model")):
        assert render(project)[0].configurations["prod"]["Parameters"]["PipelineRoleArn"].endswith(role)


def test_in_a_target_account_the_project_has_a_folder_and_the_roles_of_the_account() -> None:
    rendered, clients = render(GUARDED_PROJECT)
    parameters = rendered.configurations["prod"]["Parameters"]
    assert parameters["DataBucket"] == "sagemaker-mlops-target-777788889999-eu-west-1"
    assert parameters["InputPrefix"] == "batch-input/prod/p-1/"
    assert parameters["PipelineRoleArn"].endswith("777788889999:role/mlops/mlops-templates-target-monitor-eu-west-1")
    assert "arn:aws:iam::777788889999:role/mlops/mlops-templates-target-test-eu-west-1" in clients.roles


def test_only_a_guarded_project_sends_drift_metrics_and_watches_them() -> None:
    for project in (PROJECT, GUARDED_PROJECT):
        rendered, _ = render(project)
        monitor = definitions(rendered)["prod"]["Steps"][-1]["Arguments"]
        words = monitor["AppSpecification"]["ContainerArguments"]
        assert words[words.index("--publish") + 1] == ("yes" if project.guarded else "no")
        assert ("DriftAlarm" in rendered.template) is project.guarded


def test_the_first_release_says_that_there_is_no_pipeline_yet() -> None:
    rendered, _ = render(PROJECT)
    assert rendered.production is None and rendered.changed_settings == ()
    assert rendered.changes == ("  batch pipeline: none yet, this release makes it with version 4",)


def test_a_version_without_baseline_is_refused() -> None:
    order = Order(PROJECT, replace(model_version(), baseline_s3_uri=""), Clients(PACKAGE, 0))
    with pytest.raises(DeploymentError, match="has no BaselineS3Uri in its metadata"):
        rendering.render(order, settings.read(ROOT / "inference_config"))


def test_a_version_without_container_is_refused() -> None:
    with pytest.raises(DeploymentError, match="names no container to serve with"):
        render(PROJECT, {name: value for name, value in PACKAGE.items() if name != "InferenceSpecification"})
