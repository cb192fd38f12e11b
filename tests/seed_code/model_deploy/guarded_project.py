"""A project of phase reliable on the embedded AWS: one account that is tooling, staging and production."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlops_templates.localaws.testing import LocalAccount
from tests.seed_code.model_deploy import batch_project
from tests.seed_code.model_deploy.batch_project import BatchProject

KEY_PARAMETER = "/mlops-templates/target/key-arn"
SERVICES = {
    "model": ["sagemaker.amazonaws.com"],
    "monitor": ["sagemaker.amazonaws.com", "scheduler.amazonaws.com"],
    "stack": ["cloudformation.amazonaws.com"],
}
# Scores a row by its first feature, and refuses what is no row of two numbers.
HANDLER = """
import json, math
from sagemaker_inference.errors import GenericInferenceToolkitError
def model_fn(folder):
    return None
def input_fn(body, content_type):
    text = body if isinstance(body, str) else body.decode()
    try:
        if content_type == "text/csv":
            rows = [line.split(",") for line in text.splitlines()]
        elif content_type == "application/json":
            rows = json.loads(text)["instances"]
        else:
            raise GenericInferenceToolkitError(415, "unknown content type")
        rows = [[float(cell) for cell in row] for row in rows]
    except (ValueError, KeyError):
        raise GenericInferenceToolkitError(400, "no rows")
    if any(len(row) != 2 for row in rows):
        raise GenericInferenceToolkitError(400, "a row has two values")
    return rows
def predict_fn(rows, model):
    return [1 / (1 + math.exp(-max(-50, min(50, SIGN * row[0])))) for row in rows]
def output_fn(scores, accept):
    if accept == "text/csv":
        return "".join(f"{score!r}\\n" for score in scores), "text/csv"
    return json.dumps({"predictions": scores}), "application/json"
"""


@dataclass(frozen=True)
class GuardedProject:
    """The project, and what its account keeps for stages."""

    project: BatchProject

    @property
    def account(self) -> LocalAccount:
        return self.project.account

    @property
    def bucket(self) -> str:
        return f"sagemaker-mlops-target-{self.account.id}-{self.account.region}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"STAGING_ACCOUNT_ID": self.account.id, "PRODUCTION_ACCOUNT_ID": self.account.id}
        return {**self.project.environment, "DEPLOYMENT": "real-time", "PHASE": "reliable", **own}

    def role(self, duty: str) -> str:
        return f"arn:aws:iam::{self.account.id}:role/mlops/mlops-templates-target-{duty}-{self.account.region}"

    def deploy(self, rendered: Path, stage: str) -> Any:
        """The stack of a stage, as CodePipeline would make it."""
        configuration = json.loads((rendered / f"{stage}.json").read_text())
        return self.account.deploy(
            (rendered / "endpoint.yaml").read_text(),
            configuration["Parameters"],
            name=f"sagemaker-churn-p-1-deploy-{stage}",
            tags=configuration["Tags"],
            role=self.role("stack"),
        )


def new_project(account: LocalAccount) -> GuardedProject:
    project = GuardedProject(batch_project.new_project(account))
    account.client("s3").create_bucket(Bucket=project.bucket)
    _let_logs_use(account, project.project.key)
    account.client("ssm").put_parameter(Name=KEY_PARAMETER, Value=project.project.key, Type="String")
    for duty in ("model", "monitor", "stack", "test"):
        _add_role(account, f"mlops-templates-target-{duty}-{account.region}", SERVICES.get(duty, []))
    _add_role(account, "gateway-logs", ["apigateway.amazonaws.com"])
    logs = {
        "op": "replace",
        "path": "/cloudwatchRoleArn",
        "value": f"arn:aws:iam::{account.id}:role/mlops/gateway-logs",
    }
    account.client("apigateway").update_account(patchOperations=[logs])
    _iam_policy(account, f"mlops-templates-boundary-{account.region}")
    return project


def _let_logs_use(account: LocalAccount, key: str) -> None:
    principals = {"AWS": f"arn:aws:iam::{account.id}:root", "Service": f"logs.{account.region}.amazonaws.com"}
    policy = _document({"Effect": "Allow", "Principal": principals, "Action": "kms:*", "Resource": "*"})
    account.client("kms").put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))


def _add_role(account: LocalAccount, name: str, services: list[str]) -> None:
    """What it may do is the business of the foundation that makes it elsewhere."""
    principal = {"Service": services} if services else {"AWS": account.id}
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    iam = account.client("iam")
    iam.create_role(RoleName=name, Path="/mlops/", AssumeRolePolicyDocument=json.dumps(_document(trust)))
    iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(_document(_anything())))


def _iam_policy(account: LocalAccount, name: str) -> None:
    document = json.dumps(_document(_anything()))
    account.client("iam").create_policy(PolicyName=name, Path="/mlops/", PolicyDocument=document)


def _anything() -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "*", "Resource": "*"}


def _document(statement: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement]}
