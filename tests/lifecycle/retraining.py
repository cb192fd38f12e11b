"""A project of a fleet whose builds wait before they begin: what starts its build pipeline is all that is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import boto3

from mlops_templates import projects, publish
from mlops_templates.demo.life import Names
from mlops_templates.demo.waiting import until

PRODUCT = "scalable-real-time"


@dataclass(frozen=True)
class Retrained:
    """One project, its stage accounts, and who started its build pipeline."""

    names: Names
    form: Mapping[str, str]

    @staticmethod
    def begin(name: str, form: Mapping[str, str]) -> Retrained:
        clients = publish.connect()
        projects.create(name, PRODUCT, form, clients)
        project = projects.wait(name, clients)
        assert project is not None
        made = Retrained(Names(name, project.project_id), form)
        made._hold_builds()
        return made

    @property
    def alarm(self) -> str:
        return f"sagemaker-{self.names.group}-prod-drift"

    @property
    def rule(self) -> str:
        return f"sagemaker-{self.names.project_id}-drift"

    def entry(self) -> str:
        """The name of what the fleet knows of it."""
        return f"/mlops-templates/projects/{self.names.project_id}"

    def starts(self) -> list[tuple[str, str]]:
        """How and by what each execution was started, the first run at creation left out, oldest first."""
        found = boto3.client("codepipeline").list_pipeline_executions(pipelineName=self.names.build_pipeline)
        triggers = [each["trigger"] for each in reversed(found["pipelineExecutionSummaries"])]
        told = [(each["triggerType"], each["triggerDetail"].rpartition("/")[2]) for each in triggers]
        return [each for each in told if each[0] != "CreatePipeline"]

    def started(self, count: int) -> list[tuple[str, str]]:
        """The starts, once there are so many."""
        return until(lambda: found if len(found := self.starts()) >= count else None, "a training")

    def _hold_builds(self) -> None:
        """Nothing goes on from the source; the first run, at creation, ends."""
        codepipeline, codebuild = boto3.client("codepipeline"), boto3.client("codebuild")
        pipeline = self.names.build_pipeline
        codepipeline.disable_stage_transition(
            pipelineName=pipeline, stageName="Build", transitionType="Inbound", reason="a test looks at starts alone"
        )
        for run in codepipeline.list_pipeline_executions(pipelineName=pipeline)["pipelineExecutionSummaries"]:
            asked = {"pipelineName": pipeline, "pipelineExecutionId": run["pipelineExecutionId"]}
            # It may have ended by itself while the other resources of the project were made.
            with suppress(codepipeline.exceptions.PipelineExecutionNotStoppableException):
                codepipeline.stop_pipeline_execution(**asked, abandon=True)
        project = f"sagemaker-{self.names.group}-build"
        for build in codebuild.list_builds_for_project(projectName=project)["ids"]:
            codebuild.stop_build(id=build)


def alarmed(account: boto3.Session, alarm: str) -> None:
    """The alarm of that name goes off in the account; there is nothing else that it watches."""
    cloudwatch: Any = account.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName=alarm,
        Namespace="mlops-templates/drift",
        MetricName="drift",
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    for state in ("OK", "ALARM"):
        cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test says so")
