"""A project whose stages are in accounts of their own, for tests: what each account serves, and how it gets there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from mlops_templates.demo import pipelines, registry
from mlops_templates.demo.prediction import predict
from mlops_templates.demo.waiting import until
from mlops_templates.localaws import LocalAws
from tests.lifecycle.project_life import ProjectLife, publish_by_command
from tests.lifecycle.target_accounts import add_target_account

TO_STAGING, TO_PRODUCTION = "Approval", "ProductionApproval"
"""Stages of the deploy pipeline in which people are asked."""


@dataclass(frozen=True)
class StagedLife:
    """The project, and the administrators of the accounts of `staging` and `prod`."""

    project: ProjectLife
    administrators: Mapping[str, boto3.Session]

    @staticmethod
    def begin(product: str, accounts: Mapping[str, str], aws: LocalAws, clones: Path) -> StagedLife:
        """A project of the published product, whose first build has registered a version."""
        administrators = {number: add_target_account(number) for number in sorted(set(accounts.values()))}
        publish_by_command("--product", product)
        form = {"StagingAccountId": accounts["staging"], "ProductionAccountId": accounts["prod"]}
        project = ProjectLife.begin("staged", aws, clones, product, form=form).built()
        return StagedLife(project, {stage: administrators[number] for stage, number in accounts.items()})

    @property
    def pipeline(self) -> str:
        return self.project.names.deploy_pipeline

    def client(self, stage: str, service: str) -> Any:
        return self.administrators[stage].client(service)

    # --- the way to production

    def newest_version(self) -> str:
        return str(self.project.versions()[0]["ModelPackageArn"])

    def decide_on(self, version: str, status: str) -> str:
        """Decide on a version in the registry; the deployment that it starts."""
        before = self.project.newest(self.pipeline)
        self.project.decide_on_version(version, status)
        return self.project.started_after(self.pipeline, before)

    def wait_at(self, stage: str, deployment: str) -> pipelines.Approval:
        """The approval of this stage of the pipeline, once the deployment asks for it."""
        approval = self.project.wait_for_approval(deployment)
        assert approval.stage == stage, approval
        return approval

    def say_yes(self, stage: str, deployment: str) -> pipelines.Approval:
        approval = self.wait_at(stage, deployment)
        self.project.decide(approval, "Approved")
        until(lambda: self._decided(f"{stage}/Approve", deployment), "the answer to be heard")
        return approval

    def to_production(self, deployment: str) -> None:
        """Say yes twice, and see the deployment through."""
        self.say_yes(TO_STAGING, deployment)
        self.say_yes(TO_PRODUCTION, deployment)
        assert self.end_of(deployment) == "Succeeded", self.why(deployment)

    def _decided(self, action: str, deployment: str) -> bool | None:
        return self.project.actions(self.pipeline, deployment)[action]["status"] != "InProgress" or None

    def rollback(self) -> str | None:
        """The newest execution, when it is one that deploys again what worked last."""
        newest = self.project.executions(self.pipeline)[0]
        return str(newest["pipelineExecutionId"]) if newest["executionType"] == "ROLLBACK" else None

    def end_of(self, deployment: str) -> str:
        return self.project.end_of(self.pipeline, deployment)

    def why(self, deployment: str) -> str:
        """What an execution came to, for the message of a test that fails."""
        actions = self.project.actions(self.pipeline, deployment)
        return "\n".join(f"{name}: {a['status']} {a.get('output', {})}" for name, a in actions.items())

    # --- what a stage holds

    def stack(self, stage: str) -> dict[str, Any] | None:
        name = f"sagemaker-{self.project.names.group}-deploy-{stage}"
        stacks = self.client(stage, "cloudformation").describe_stacks()["Stacks"]
        return next((one for one in stacks if one["StackName"] == name), None)

    def resources(self, stage: str) -> set[str]:
        """Types of what the stack of a stage holds."""
        name = f"sagemaker-{self.project.names.group}-deploy-{stage}"
        held = self.client(stage, "cloudformation").describe_stack_resources(StackName=name)["StackResources"]
        return {str(one["ResourceType"]) for one in held}

    def serving(self, stage: str) -> str | None:
        """The model package that the stack of a stage says it serves; None when there is no such stack."""
        return self.outputs(stage).get("ModelPackageArn")

    def outputs(self, stage: str) -> dict[str, str]:
        stack = self.stack(stage) or {}
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", ())}

    def endpoint(self, stage: str) -> dict[str, Any]:
        name = self.project.names.endpoint(stage)
        return dict(self.client(stage, "sagemaker").describe_endpoint(EndpointName=name))

    def predicts(self, stage: str) -> bool:
        """Whether the endpoint of a stage scores a row that was held out."""
        endpoint = self.project.names.endpoint(stage)
        answer = predict(self.client(stage, "sagemaker-runtime"), endpoint, self.held_out()).answer
        return 0 <= float(answer) <= 1

    def held_out(self) -> bytes:
        """Rows that no training saw, with their header and target."""
        own = self.project
        version = registry.newest_version(own.client("sagemaker"), own.client("s3"), own.names.group)
        return registry.read(own.client("s3"), version.facts["TestDataS3Uri"])
