import json
from dataclasses import replace

import pytest

from ml_pipelines.source_code import step_sources


def test_two_renders_are_equal_to_the_byte(render, text):
    assert render() == text


def test_the_steps_are_in_the_order_of_training_and_nothing_runs_outside_the_condition(document):
    assert [(step["Name"], step["Type"]) for step in document["Steps"]] == [
        ("Preprocess", "Processing"),
        ("Train", "Training"),
        ("Evaluate", "Processing"),
        ("QualityGate", "Condition"),
    ]


def test_only_a_good_model_is_registered(steps):
    gate = steps["QualityGate"]["Arguments"]
    assert [step["Type"] for step in gate["IfSteps"]] == ["RegisterModel"]
    assert [step["Type"] for step in gate["ElseSteps"]] == ["Fail"]
    (condition,) = gate["Conditions"]
    assert condition["Type"] == "GreaterThanOrEqualTo"
    assert condition["LeftValue"]["Std:JsonGet"]["Path"] == "quality_gate.value"
    assert condition["RightValue"] == {"Get": "Parameters.QualityThreshold"}


def test_a_missed_gate_fails_with_the_verdict_and_the_report(steps):
    words, verdict, *_, folder, file = steps["QualityGateMissed"]["Arguments"]["ErrorMessage"]["Std:Join"]["Values"]
    assert words == "No model registered: "
    assert verdict["Std:JsonGet"]["Path"] == "quality_gate.message"
    assert folder["Get"] == "Steps.Evaluate.ProcessingOutputConfig.Outputs['evaluation'].S3Output.S3Uri"
    assert file == "/report.html"


def test_every_hyperparameter_is_text_or_a_join(steps):
    for name, value in steps["Train"]["Arguments"]["HyperParameters"].items():
        assert isinstance(value, str) or set(value) == {"Std:Join"}, name


def test_the_run_is_known_by_parameters_and_not_by_text(text, run):
    assert "Parameters.BuildId" in text and "Parameters.CommitId" in text
    assert not {value for value in run.values() if value in text}


def test_build_and_commit_must_be_given_with_each_run(document):
    required = [item["Name"] for item in document["Parameters"] if "DefaultValue" not in item]
    assert required == ["BuildId", "CommitId"]


def test_what_the_cache_compares_does_not_change_from_run_to_run(steps):
    """Its keys are those that AWS documents; a build id in one of them would make every step run every time."""
    keys = ("AppSpecification", "ProcessingInputs", "AlgorithmSpecification", "HyperParameters", "InputDataConfig")
    for name in ("Preprocess", "Train", "Evaluate"):
        assert steps[name]["CacheConfig"] == {"Enabled": True, "ExpireAfter": "P30D"}
        compared = {key: value for key, value in steps[name]["Arguments"].items() if key in keys}
        assert "BuildId" not in json.dumps(compared) and "CommitId" not in json.dumps(compared)


@pytest.mark.parametrize(
    ("step", "operation", "name"),
    [
        ("Preprocess", "CreateProcessingJob", "ProcessingJobName"),
        ("Train", "CreateTrainingJob", "TrainingJobName"),
        ("Evaluate", "CreateProcessingJob", "ProcessingJobName"),
        ("Register", "CreateModelPackage", "ClientToken"),
    ],
)
def test_the_arguments_are_what_the_service_takes(document, steps, faults_of, resolve, step, operation, name):
    arguments = resolve(steps[step]["Arguments"], document) | {name: "a-name"}
    assert faults_of(operation, arguments) == ""


def test_outputs_follow_the_layout_of_the_bucket(document, steps, project, resolve, run):
    base = f"s3://{project.bucket}/churn/{run['BuildId']}/ml-pipeline-outputs"
    outputs = steps["Preprocess"]["Arguments"]["ProcessingOutputConfig"]["Outputs"]
    assert [resolve(output["S3Output"]["S3Uri"], document) for output in outputs] == [
        f"{base}/Preprocess/{name}" for name in ("train", "validation", "test", "baseline")
    ]
    assert resolve(steps["Train"]["Arguments"]["OutputDataConfig"]["S3OutputPath"], document) == f"{base}/Train"


def test_volumes_and_outputs_are_encrypted_with_the_key_of_the_project(steps, project):
    for name in ("Preprocess", "Evaluate"):
        arguments = steps[name]["Arguments"]
        assert arguments["ProcessingResources"]["ClusterConfig"]["VolumeKmsKeyId"] == project.kms_key
        assert arguments["ProcessingOutputConfig"]["KmsKeyId"] == project.kms_key
    training = steps["Train"]["Arguments"]
    assert training["ResourceConfig"]["VolumeKmsKeyId"] == project.kms_key
    assert training["OutputDataConfig"]["KmsKeyId"] == project.kms_key


def test_jobs_carry_the_tags_of_the_project(steps, project):
    for name in ("Preprocess", "Train", "Evaluate"):
        assert steps[name]["Arguments"]["Tags"] == project.tags


def test_a_model_waits_for_approval_with_all_that_an_approver_asks_for(document, steps, project, resolve, run):
    arguments = resolve(steps["Register"]["Arguments"], document)
    assert arguments["ModelPackageGroupName"] == project.main_group
    assert arguments["ModelApprovalStatus"] == "PendingManualApproval"
    assert arguments["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"].endswith("/evaluation.json")
    assert arguments["DriftCheckBaselines"]["ModelDataQuality"]["Statistics"]["S3Uri"].endswith("/statistics.json")
    metadata = arguments["CustomerMetadataProperties"]
    assert (metadata["BranchName"], metadata["Task"]) == ("main", "binary")
    assert {name: metadata[name] for name in ("BuildId", "CommitId", "Metric", "Threshold")} == {
        **run,
        "Metric": "auc",
        "Threshold": "0.95",
    }
    assert metadata["TestDataS3Uri"].endswith("/test.csv")
    assert metadata["EvaluationReportS3Uri"].endswith("/report.html")
    assert metadata["ModelCardS3Uri"].endswith("/model_card.json")
    assert metadata["BaselineS3Uri"].endswith("/statistics.json")
    assert "PipelineExecutionArn" in metadata


def test_the_handler_of_the_endpoint_is_named_and_nothing_is_repacked(steps):
    (container,) = steps["Register"]["Arguments"]["InferenceSpecification"]["Containers"]
    assert container["Environment"]["SAGEMAKER_PROGRAM"] == "inference.py"
    assert container["Environment"]["SAGEMAKER_SUBMIT_DIRECTORY"] == "/opt/ml/model/code"
    assert container["ModelDataUrl"] == {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}


@pytest.fixture(scope="module")
def changed(render, project, settings):
    """The definition of a branch, with other settings."""
    other = replace(
        settings,
        data=replace(settings.data, target="outcome", positive_class="bad", drop_columns=("id", "date")),
        cache=replace(settings.cache, enabled=False),
        hyperparameters={"depth": 2},
    )
    here = replace(project, branch="feature/x", subnets=("subnet-1",), security_groups=("sg-1",))
    return json.loads(render(here, other))


def test_a_branch_registers_in_the_dev_group(changed):
    (registration,) = changed["Steps"][3]["Arguments"]["IfSteps"]
    assert registration["Arguments"]["ModelPackageGroupName"] == "churn-p-abc123-dev"
    assert registration["Arguments"]["CustomerMetadataProperties"]["BranchName"] == "feature/x"


def test_columns_are_arguments_of_the_job(changed):
    words = " ".join(changed["Steps"][0]["Arguments"]["AppSpecification"]["ContainerArguments"])
    assert "--target outcome " in words
    assert "--positive-class bad --drop-column id --drop-column date" in words


def test_every_hyperparameter_of_the_settings_reaches_the_training_job(changed):
    assert "depth" in changed["Steps"][1]["Arguments"]["HyperParameters"]
    assert {"Name": "Depth", "Type": "Integer", "DefaultValue": 2} in changed["Parameters"]


def networks_of(document):
    """What each step that runs a job says of its network; training says it one level higher."""
    jobs = {step["Name"]: step["Arguments"] for step in document["Steps"] if step["Type"] != "Condition"}
    return {name: arguments.get("NetworkConfig", arguments) for name, arguments in jobs.items()}


def test_every_job_runs_in_the_chosen_subnets(changed):
    for step, network in networks_of(changed).items():
        assert network["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}, step


def test_without_subnets_no_job_names_a_network(document):
    assert all("VpcConfig" not in network for network in networks_of(document).values())


def test_traffic_between_the_machines_of_a_job_is_encrypted(document):
    for step, network in networks_of(document).items():
        assert network["EnableInterContainerTrafficEncryption"] is True, step


def test_a_job_is_cut_off_from_all_networks_unless_it_installs_packages(document):
    networks = networks_of(document)
    assert networks["Preprocess"]["EnableNetworkIsolation"] is True
    installs = step_sources()["postprocessing/evaluate_model"].installs_packages
    assert bool(networks["Evaluate"].get("EnableNetworkIsolation")) is not installs


@pytest.fixture(scope="module")
def elsewhere(project):
    """The project as a development account knows it."""
    groups = "arn:aws:sagemaker:eu-west-1:123456789012:model-package-group"
    return replace(
        project,
        development_account="210987654321",
        role="arn:aws:iam::210987654321:role/mlops/mlops-templates-target-training-eu-west-1",
        main_group=f"{groups}/{project.main_group}",
        disk_key="arn:aws:kms:eu-west-1:210987654321:key/disks",
    )


def test_the_definition_of_a_development_account_differs_in_arns_only(render, project, elsewhere, document):
    """Environments differ by configuration: the same steps, code and data, by whom and with which keys."""
    there = render(elsewhere)
    assert there != json.dumps(document)
    disks = json.loads(there)["Steps"][1]["Arguments"]["ResourceConfig"]
    assert disks["VolumeKmsKeyId"] == elsewhere.disk_key
    for field in ("role", "main_group"):
        there = there.replace(getattr(elsewhere, field), getattr(project, field))
    assert json.loads(there.replace(elsewhere.disk_key, project.kms_key)) == document


SERVING = "s3://sagemaker-p-abc123-ml-data-123456789012/churn/b/ml-pipeline-outputs/Train/x/output/model.tar.gz"


def test_a_serving_model_is_an_input_of_evaluate_and_changes_nothing_else(render, document):
    compared = json.loads(render(serving=SERVING))
    compared["Parameters"].remove({"Name": "ServingModelUri", "Type": "String", "DefaultValue": SERVING})
    arguments = compared["Steps"][2]["Arguments"]
    last = arguments["ProcessingInputs"].pop()
    assert last["S3Input"]["S3Uri"] == {"Get": "Parameters.ServingModelUri"}
    assert last["S3Input"]["LocalPath"] == "/opt/ml/processing/input/serving"
    words = arguments["AppSpecification"]["ContainerArguments"]
    assert [words.pop(-2), words.pop()] == ["--serving", "/opt/ml/processing/input/serving"]
    assert compared == document


def test_the_cache_can_be_switched_off(changed):
    assert [step["CacheConfig"]["Enabled"] for step in changed["Steps"][:3]] == [False, False, False]


def test_the_sdk_sends_no_usage_data(text, telemetry):
    assert telemetry == []


@pytest.mark.parametrize("step", ["Preprocess", "Train"])
def test_a_step_with_a_dockerfile_runs_in_its_own_image(render, project, settings, step):
    jobs = {
        "Preprocess": f"preprocessing/{settings.preprocessing[-1]}",
        "Train": f"training/{settings.algorithm.name}",
    }
    found = step_sources()
    source = replace(found[jobs[step]], image={"dockerfile": b"FROM python:3.12\n"})
    steps = {each["Name"]: each for each in json.loads(render(sources={**found, jobs[step]: source}))["Steps"]}
    arguments = steps[step]["Arguments"]
    specification = arguments.get("AppSpecification") or arguments["AlgorithmSpecification"]
    image = specification.get("ImageUri") or specification["TrainingImage"]
    assert image == f"{project.image_repository}:{source.image_tag}"
