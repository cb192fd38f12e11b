"""A scheduled run of the build workflow asks whether production drifts: typed as it stands, against AWS's APIs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mlops_templates import data
from mlops_templates.localaws.testing import LocalAccount
from tests.seed_code.workflows import BUILD, commands, workflow

SEED = data.seed_folder("model_build")
ALARM = "sagemaker-churn-p-1-prod-drift"


@pytest.fixture
def asked(
    local_aws: LocalAccount, python_of: Callable[[Path], Path], plain_environment: dict[str, str], tmp_path: Path
) -> Callable[[], str]:
    """Types the command of the job `drift`; gives what it told the workflow."""
    role = local_aws.role("watch", allows=["cloudwatch:DescribeAlarms"])
    local_aws.client("s3").create_bucket(Bucket="sagemaker-p-1-ml-data")
    told = tmp_path / "told"
    environment = {
        **plain_environment,
        **local_aws.environment,
        "DRIFT_ALARM_NAME": ALARM,
        "DRIFT_WATCH_ROLE_ARN": role,
        "ML_DATA_BUCKET": "sagemaker-p-1-ml-data",
        "SAGEMAKER_PROJECT_NAME": "churn",
        "GITHUB_OUTPUT": str(told),
        "PATH": f"{python_of(SEED).parent}:{plain_environment['PATH']}",
    }

    def asked() -> str:
        told.write_text("")
        command = commands(workflow(BUILD)["jobs"]["drift"])[-1]
        got = subprocess.run(
            ["bash", "-e", "-c", command], cwd=SEED, env=environment, capture_output=True, text=True, check=False
        )
        assert got.returncode == 0, got.stderr
        return told.read_text()

    return asked


def alarm_is(account: LocalAccount, state: str) -> None:
    account.client("cloudwatch").set_alarm_state(AlarmName=ALARM, StateValue=state, StateReason="a test says so")


def test_a_drift_of_production_trains_anew_once(asked: Callable[[], str], local_aws: LocalAccount) -> None:
    assert asked() == "retrain=no\n"  # nothing is deployed yet
    local_aws.client("cloudwatch").put_metric_alarm(
        AlarmName=ALARM,
        Namespace="mlops-templates/drift",
        MetricName="drift",
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    alarm_is(local_aws, "OK")
    assert asked() == "retrain=no\n"
    alarm_is(local_aws, "ALARM")
    assert asked() == "retrain=yes\n"
    key = "churn/20991231T235959Z-0123456789ab/build.json"
    local_aws.client("s3").put_object(Bucket="sagemaker-p-1-ml-data", Key=key, Body=b"{}")
    assert asked() == "retrain=no\n"  # a build has begun since
