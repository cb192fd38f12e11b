"""A project of the fleet trains anew when production drifts and by the clock, and nobody else makes it do so."""

from __future__ import annotations

import json
from dataclasses import dataclass

import boto3
import pytest
from botocore.exceptions import ClientError

from mlops_templates import projects, publish
from mlops_templates.localaws import LocalAws, visit
from mlops_templates.localaws.clients import ACCOUNT
from tests.lifecycle.project_life import publish_by_command
from tests.lifecycle.retraining import PRODUCT, Retrained, alarmed
from tests.lifecycle.target_accounts import add_target_account, administrator

STAGING, PRODUCTION, STRANGER = "333600000001", "333600000002", "333600000003"
COSTS = {"Team": "forecasts", "CostCenter": "4711"}
REGION = "us-east-1"


@dataclass(frozen=True)
class Fleet:
    """A project in a single account, and one whose production is in another."""

    alone: Retrained
    spread: Retrained
    production: boto3.Session


@pytest.fixture(scope="module")
def fleet(account: LocalAws) -> Fleet:
    publish_by_command("--product", PRODUCT)
    add_target_account(ACCOUNT)
    own = {"StagingAccountId": ACCOUNT, "ProductionAccountId": ACCOUNT, "RetrainingSchedule": "rate(7 days)"}
    others = {"StagingAccountId": STAGING, "ProductionAccountId": PRODUCTION}
    return Fleet(
        Retrained.begin("alone", {**own, **COSTS}),
        Retrained.begin("spread", {**others, **COSTS}),
        add_target_account(PRODUCTION),
    )


def test_the_entry_of_the_fleet_says_what_the_project_is(fleet: Fleet) -> None:
    names = fleet.spread.names
    entry = json.loads(boto3.client("ssm").get_parameter(Name=fleet.spread.entry())["Parameter"]["Value"])
    assert entry.pop("stack")
    assert entry == {
        "name": "spread",
        "id": names.project_id,
        "product": PRODUCT,
        "phase": "scalable",
        "team": "forecasts",
        "costCenter": "4711",
        "staging": STAGING,
        "production": PRODUCTION,
    }


def test_drift_of_production_trains_anew(fleet: Fleet) -> None:
    """That of staging does not, nor an alarm of that name in an account that is not the production of the project."""
    before = fleet.alone.starts()
    alarmed(boto3.Session(), fleet.alone.alarm.replace("prod", "staging"))
    alarmed(fleet.production, fleet.alone.alarm)
    alarmed(boto3.Session(), fleet.alone.alarm)
    assert fleet.alone.started(len(before) + 1)[len(before) :] == [("CloudWatchEvent", fleet.alone.rule)]


def test_drift_in_the_production_account_trains_anew_in_the_account_of_the_pipelines(fleet: Fleet) -> None:
    before = fleet.spread.starts()
    alarmed(boto3.Session(), fleet.spread.alarm)
    alarmed(fleet.production, fleet.spread.alarm)
    assert fleet.spread.started(len(before) + 1)[len(before) :] == [("CloudWatchEvent", fleet.spread.rule)]


@pytest.mark.parametrize("sender", [STAGING, STRANGER])
def test_no_account_but_production_tells_the_bus_of_the_pipelines(fleet: Fleet, sender: str) -> None:
    bus = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/default"
    entry = {"Source": "mlops", "DetailType": "Drift", "Detail": "{}", "EventBusName": bus}
    with pytest.raises(ClientError, match="no resource-based policy allows the events:PutEvents action"):
        administrator(sender).client("events").put_events(Entries=[entry])
    assert fleet.production.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def test_the_clock_trains_anew(account: LocalAws, fleet: Fleet) -> None:
    before = fleet.alone.starts()
    visit.fire_schedule(account.environment, f"sagemaker-{fleet.alone.names.project_id}-retraining")
    (start,) = fleet.alone.started(len(before) + 1)[len(before) :]
    assert start[0] == "StartPipelineExecution"


def test_without_an_expression_there_is_no_clock(fleet: Fleet) -> None:
    schedules = [one["Name"] for one in boto3.client("scheduler").list_schedules()["Schedules"]]
    assert schedules == [f"sagemaker-{fleet.alone.names.project_id}-retraining"]


def test_training_runs_on_the_allowed_instance_types_alone(fleet: Fleet) -> None:
    training = _as_training_role(fleet.alone)
    with pytest.raises(ClientError, match=r"CreateTrainingJob .* explicit deny"):
        _train(training, fleet.alone, "ml.p3.2xlarge")
    _train(training, fleet.alone, "ml.m5.large")


def _as_training_role(project: Retrained) -> boto3.Session:
    """The role trusts SageMaker alone; an administrator lets the account in for a while."""
    iam, name = boto3.client("iam"), f"sagemaker-{project.names.project_id}-training"
    role = iam.get_role(RoleName=name)["Role"]
    statement = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    trust = {"Version": "2012-10-17", "Statement": [statement]}
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))
    keys = boto3.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="training")["Credentials"]
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(role["AssumeRolePolicyDocument"]))
    return boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], REGION)


def _train(session: boto3.Session, project: Retrained, instance_type: str) -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/mlops/sagemaker-{project.names.project_id}-training"
    bucket = f"sagemaker-{project.names.project_id}-ml-data-{ACCOUNT}"
    name = f"pipelines-{project.names.project_id}-train"
    sagemaker = session.client("sagemaker")
    sagemaker.create_training_job(
        TrainingJobName=name,
        RoleArn=role,
        AlgorithmSpecification={
            "TrainingImage": f"683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3",
            "TrainingInputMode": "File",
        },
        HyperParameters={"sagemaker_program": "train.py", "sagemaker_submit_directory": f"s3://{bucket}/code.tar.gz"},
        OutputDataConfig={"S3OutputPath": f"s3://{bucket}/trained"},
        ResourceConfig={"InstanceType": instance_type, "InstanceCount": 1, "VolumeSizeInGB": 10},
        StoppingCondition={"MaxRuntimeInSeconds": 600},
    )
    sagemaker.stop_training_job(TrainingJobName=name)


def test_the_entry_of_the_fleet_goes_with_the_project(fleet: Fleet) -> None:
    projects.delete("spread", publish.connect())
    names = [one["Name"] for one in boto3.client("ssm").describe_parameters()["Parameters"]]
    assert fleet.alone.entry() in names
    assert fleet.spread.entry() not in names
