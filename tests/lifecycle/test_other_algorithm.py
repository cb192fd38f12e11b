"""Another algorithm and task, chosen in the settings and pushed: trained, judged, registered, served in its image."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mlops_templates.demo import registry
from mlops_templates.demo.waiting import until
from tests.lifecycle.project_life import ProjectLife, publish_by_command
from tests.lifecycle.test_own_container import end_first_run

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws

SETTINGS = "ml_pipelines/training/input.json"


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    publish_by_command()
    return ProjectLife.begin("trees", account, tmp_path_factory.mktemp("clones"))


def rows() -> str:
    """Three classes that one column tells, and another does not."""
    lines = [f"{'low' if at < 40 else 'mid' if at < 80 else 'high'},{at + at % 7},{at * 37 % 11}" for at in range(120)]
    return "\n".join(["level,size,noise", *lines * 3]) + "\n"


def push_settings(life: ProjectLife) -> None:
    folder = life.clone("model-build")
    (folder / "data" / "levels.csv").write_text(rows(), encoding="utf-8")
    settings = json.loads((folder / SETTINGS).read_text())
    settings |= {"task": "multiclass", "algorithm": "xgboost"}
    settings["data"] = {"source": "data/levels.csv", "target": "level", "drop_columns": []}
    settings["quality_gate"] = {"metric": "f1_macro", "threshold": 0.7}
    (folder / SETTINGS).write_text(json.dumps(settings, indent=2))
    life.edit(folder / "build_spec.yml", "python -m ci test", "true")  # they are run elsewhere
    before = life.newest(life.names.build_pipeline)
    life.push(folder, "Choose XGBoost for several classes")
    execution = life.started_after(life.names.build_pipeline, before)
    ended, actions = (
        life.end_of(life.names.build_pipeline, execution),
        life.actions(life.names.build_pipeline, execution),
    )
    log = next(life.log_of_build(action) for name, action in actions.items() if not name.startswith("Source"))
    assert ended == "Succeeded", log[-4000:]


def answer_of(life: ProjectLife, registered: dict[str, Any], role: str) -> str:
    """What the model says of three rows, served as its version is made: only approved ones are served by name."""
    container = {name: registered[name] for name in ("Image", "ModelDataUrl", "Environment")}
    sagemaker = life.client("sagemaker")
    sagemaker.create_model(ModelName="trees", Containers=[container], ExecutionRoleArn=role)
    variant = {"VariantName": "one", "ModelName": "trees", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(EndpointConfigName="trees", ProductionVariants=[variant])
    sagemaker.create_endpoint(EndpointName="trees", EndpointConfigName="trees")

    def status() -> str | None:
        found = str(sagemaker.describe_endpoint(EndpointName="trees")["EndpointStatus"])
        return None if found == "Creating" else found

    assert until(status, "the endpoint") == "InService"
    asked = {"EndpointName": "trees", "ContentType": "text/csv", "Accept": "text/csv", "Body": b"10,3\n60,3\n110,3"}
    return str(life.client("sagemaker-runtime").invoke_endpoint(**asked)["Body"].read().decode())


def test_a_pushed_choice_of_algorithm_and_task_ends_in_a_model_that_answers(life: ProjectLife) -> None:
    end_first_run(life)
    push_settings(life)
    sagemaker = life.client("sagemaker")
    newest = registry.newest_version(sagemaker, life.client("s3"), life.names.group)
    package = sagemaker.describe_model_package(ModelPackageName=newest.arn)
    registered = package["InferenceSpecification"]["Containers"][0]
    assert "/sagemaker-xgboost:3.2-0" in registered["Image"]
    job, *_ = sagemaker.list_training_jobs()["TrainingJobSummaries"]
    role = sagemaker.describe_training_job(TrainingJobName=job["TrainingJobName"])["RoleArn"]
    probabilities = [[float(value) for value in line.split(",")] for line in answer_of(life, registered, role).split()]
    classes = [probability.index(max(probability)) for probability in probabilities]
    assert classes == [1, 2, 0]  # the classes in the order of their names: high, low, mid
