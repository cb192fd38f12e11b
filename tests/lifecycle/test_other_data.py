"""Other data, another task, another algorithm and a search for hyperparameters, by the settings of a project alone."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Aws
from tests.lifecycle.bench import Bench, published, variables
from tests.seed_code.test_other_data import WRITE_DATA

REGION = "ap-southeast-2"
PRODUCT = "initial-experiment"
COMMIT = "git add --all; git -c user.name=Ana -c user.email=ana@example.com commit --quiet --message 'Tell wines apart'"


@pytest.fixture(scope="module")
def bench(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(aws, published(aws, REGION, PRODUCT), "wines", tmp_path_factory.mktemp("bench"), PRODUCT)


def tell_wines_apart(bench: Bench) -> None:
    """Put other data in, and change input.json and nothing else."""
    bench.bash(f"{bench.python} -c '{WRITE_DATA}' load_wine data/wines.csv", bench.clone, bench.scientist)
    file = bench.clone / "ml_pipelines" / "training" / "input.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    settings |= {"task": "multiclass", "algorithm": "xgboost", "preprocessing": ["unique_rows", "split_data"]}
    settings["data"] = {"source": "data/wines.csv", "target": "target", "drop_columns": []}
    settings["quality_gate"] = {"metric": "f1_macro", "threshold": 0.8}
    depths = {"max_depth": {"minimum": 1, "maximum": 4}}
    settings["tuning"] = {"max_jobs": 2, "max_parallel_jobs": 2, "ranges": depths}
    file.write_text(json.dumps(settings), encoding="utf-8")
    bench.bash(COMMIT, bench.clone, bench.scientist)


def test_the_best_model_of_a_search_is_registered_for_another_task_and_data(bench: Bench) -> None:
    tell_wines_apart(bench)
    bench.build(bench.scientist, variables(bench), "pipeline run")
    sagemaker = bench.clients.sagemaker
    (search,) = sagemaker.list_hyper_parameter_tuning_jobs()["HyperParameterTuningJobSummaries"]
    described = sagemaker.describe_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=search["HyperParameterTuningJobName"]
    )
    assert described["TrainingJobStatusCounters"]["Completed"] == 2
    (version,) = bench.versions(bench.outputs["DevModelPackageGroupName"])
    package = sagemaker.describe_model_package(ModelPackageName=version["ModelPackageArn"])
    (container,) = package["InferenceSpecification"]["Containers"]
    assert f"/{described['BestTrainingJob']['TrainingJobName']}/" in container["ModelDataUrl"]
    assert "sagemaker-xgboost" in container["Image"]
    assert package["CustomerMetadataProperties"]["Metric"] == "f1_macro"
