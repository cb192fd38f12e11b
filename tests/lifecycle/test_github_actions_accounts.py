"""The whole life of a Scalable project whose builds run at GitHub, over its four accounts. One story, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates import projects
from mlops_templates.demo.prediction import predict
from mlops_templates.demo.registry import approve, newest_version, read
from mlops_templates.demo.waiting import until
from mlops_templates.localaws import visit
from mlops_templates.localaws.clients import ACCOUNT
from tests.conftest import Aws
from tests.lifecycle import workflows
from tests.lifecycle.bench import Bench
from tests.lifecycle.target_accounts import add_target_account, administrator

if TYPE_CHECKING:
    import boto3

REGION = "ap-northeast-2"
OWNER = "fleet-org"
BUILD = f"{OWNER}/model-build"
STAGES = {"staging": "333900000001", "prod": "333900000002"}
DEVELOPMENT, STRANGER = "333900000003", "333900000004"
# No network exists here, so any will do.
SUBNETS = "subnet-0aaaaaaaaaaaaaaaa,subnet-0bbbbbbbbbbbbbbbb"
NETWORK = {"Network": "import", "SubnetIds": SUBNETS, "SecurityGroupId": "sg-0cccccccccccccccc"}
DRIFT_WATCH = "17 * * * *"
STEP = "preprocessing/split_data"
DOCKERFILE = f"FROM 683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3\nENV OURS=yes\n"


@pytest.fixture(scope="module")
def accounts(aws: Aws) -> Iterator[dict[str, boto3.Session]]:
    """Their administrators, in the region of the project."""
    here = workflows.account_in(aws, REGION)
    with here.active():
        made = {stage: add_target_account(number) for stage, number in STAGES.items()}
        made["development"] = add_target_account(DEVELOPMENT, Development="yes", **NETWORK)
        yield made | {"stranger": administrator(STRANGER)}


@pytest.fixture(scope="module")
def bench(aws: Aws, accounts: object, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    form = {
        "StagingAccountId": STAGES["staging"],
        "ProductionAccountId": STAGES["prod"],
        "DevelopmentAccountId": DEVELOPMENT,
        "OwnContainers": "yes",
        "Team": "forecasts",
        "CostCenter": "4711",
    }
    folder = tmp_path_factory.mktemp("bench")
    return workflows.begin(aws, REGION, "scalable-real-time", OWNER, folder, form)


def group(bench: Bench) -> str:
    return f"{bench.name}-{bench.project.project_id}"


def image(bench: Bench) -> str:
    """The one image of the project."""
    name, ecr = f"mlops-{bench.project.project_id}-images", bench.admin.client("ecr")
    ((tag,),) = [each["imageTags"] for each in ecr.describe_images(repositoryName=name)["imageDetails"]]
    return f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{name}:{tag}"


def test_a_push_makes_an_image_in_which_a_step_runs_in_the_development_account(
    bench: Bench, accounts: dict[str, boto3.Session]
) -> None:
    workflows.seeded(bench)
    workflows.set_variables(bench)
    folder = workflows.clone(bench, BUILD)
    workflows.skip_checks(folder, "build.yml", "python -m ci test")
    (folder / "algorithms" / STEP / "dockerfile").write_text(DOCKERFILE)
    assert workflows.ended(bench, BUILD, workflows.push(bench, BUILD, "own image"))["build"] == "success"
    sagemaker: Any = accounts["development"].client("sagemaker")
    names = [job["ProcessingJobName"] for job in sagemaker.list_processing_jobs()["ProcessingJobSummaries"]]
    jobs = [sagemaker.describe_processing_job(ProcessingJobName=name) for name in names]
    own = [job for job in jobs if job["AppSpecification"]["ImageUri"] == image(bench)]
    assert [job["RoleArn"].split("/")[-1] for job in own] == [f"mlops-templates-target-training-{REGION}"]
    assert len(bench.versions(bench.outputs["MainModelPackageGroupName"])) == 1


@pytest.mark.parametrize(
    ("account", "role", "pulls"),
    [
        ("staging", "model", True),
        ("prod", "model", True),
        ("prod", "guest", False),
        ("stranger", "model", False),
    ],
)
def test_model_roles_of_the_stage_accounts_pull_the_image_and_nobody_else_does(
    bench: Bench, accounts: dict[str, boto3.Session], account: str, role: str, pulls: bool
) -> None:
    arn = _role(accounts[account], role)
    sagemaker: Any = accounts[account].client("sagemaker")
    asked = {"ExecutionRoleArn": arn, "PrimaryContainer": {"Image": image(bench)}}
    if pulls:
        assert sagemaker.create_model(ModelName=f"{OWNER}-pulls", **asked)["ModelArn"]
        return
    with pytest.raises(ClientError, match=f"role {arn} has proper pull permissions for SageMaker"):
        sagemaker.create_model(ModelName=f"{OWNER}-pulls", **asked)


def _role(account: boto3.Session, duty: str) -> str:
    """The role of the foundation; one that may do everything in its account, where the foundation has made none."""
    iam: Any = account.client("iam")
    name, path = f"mlops-templates-target-{duty}-{REGION}" if duty == "model" else duty, "/mlops/"
    found = [role["Arn"] for role in iam.list_roles(PathPrefix=path)["Roles"] if role["RoleName"] == name]
    if found:
        return str(found[0])
    trust = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    made = iam.create_role(Path=path, RoleName=name, AssumeRolePolicyDocument=_policy(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="everything", PolicyDocument=_policy(everything))
    return str(made)


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_an_approved_version_is_deployed_to_both_stage_accounts(
    bench: Bench, accounts: dict[str, boto3.Session]
) -> None:
    sagemaker, s3 = bench.clients.sagemaker, bench.admin.client("s3")
    version = newest_version(sagemaker, s3, bench.outputs["MainModelPackageGroupName"])
    approve(sagemaker, version, "good enough")
    waiting = workflows.deployed(bench)
    assert waiting["Jobs"]["production"]["Conclusion"] == ""
    held_out = read(s3, version.facts["TestDataS3Uri"])
    for stage in STAGES:
        assert predict(accounts[stage].client("sagemaker-runtime"), f"{group(bench)}-{stage}", held_out).answer


def test_drift_of_production_trains_anew_once(bench: Bench, accounts: dict[str, boto3.Session]) -> None:
    cloudwatch: Any = accounts["prod"].client("cloudwatch")
    assert _looked(bench, cloudwatch, "OK") == {"drift": "success", "build": "skipped", "clean-up": "skipped"}
    assert _looked(bench, cloudwatch, "ALARM") == {"drift": "success", "build": "success", "clean-up": "skipped"}
    assert len(bench.versions(bench.outputs["MainModelPackageGroupName"])) == 2
    assert _looked(bench, cloudwatch, "ALARM")["build"] == "skipped"


def _looked(bench: Bench, cloudwatch: Any, state: str) -> dict[str, str]:
    """What becomes of a scheduled run that finds the alarm in this state for as long as it looks."""
    alarm = f"sagemaker-{group(bench)}-prod-drift"
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test says so")
    number = visit.run_workflow(bench.admin.environment, BUILD, "build.yml", schedule=DRIFT_WATCH)["Run"]

    def over() -> bool | None:
        (run,) = [run for run in workflows.runs_of(bench, BUILD) if run["Run"] == number]
        if run["Jobs"]["drift"]["Status"] == "completed":
            return True
        cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test says so")
        return None

    until(over, "the look at production")
    return workflows.ended(bench, BUILD, number)


def test_deleting_the_project_names_what_stays_in_each_account(
    bench: Bench, accounts: dict[str, boto3.Session]
) -> None:
    retained = projects.delete(bench.name, bench.clients)
    assert {one.account for one in retained if one.account} == {*STAGES.values(), DEVELOPMENT}
    assert "AWS::ECR::Repository" in {one.resource_type for one in retained}
    for stage in STAGES:
        cloudformation: Any = accounts[stage].client("cloudformation")
        name = f"sagemaker-{group(bench)}-deploy-{stage}"
        cloudformation.delete_stack(StackName=name)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
