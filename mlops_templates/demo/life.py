"""The order of a project's life: one function per stage, top to bottom."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from mlops_templates import projects, publish
from mlops_templates.bundle import chosen_products, make_bundle
from mlops_templates.demo import pipelines, registry
from mlops_templates.demo.prediction import Prediction, predict
from mlops_templates.demo.screen import Screen, Stage
from mlops_templates.demo.steps import tell_steps
from mlops_templates.demo.waiting import until
from mlops_templates.errors import MlopsTemplatesError

PRODUCT = "repeatable-real-time"
PROJECT = "demo"


@dataclass(frozen=True)
class Names:
    """What the project's resources are called."""

    project: str
    project_id: str

    @property
    def group(self) -> str:
        return f"{self.project}-{self.project_id}"

    @property
    def build_pipeline(self) -> str:
        return f"sagemaker-{self.group}-build"

    @property
    def deploy_pipeline(self) -> str:
        return f"sagemaker-{self.group}-deploy"

    @property
    def training_pipeline(self) -> str:
        return f"{self.group}-training"

    def endpoint(self, stage: str) -> str:
        return f"{self.group}-{stage}"


@dataclass(frozen=True)
class Outcome:
    """What the life came to."""

    names: Names
    version: registry.Version
    approval_text: str
    prediction: Prediction
    report: Path


class Life:
    """One project on the AWS that the environment points at."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self._screen = screen
        self._folder = folder
        self._clients = publish.connect()
        self._codepipeline = boto3.client("codepipeline")
        self._runtime = boto3.client("sagemaker-runtime")

    def live(self) -> Outcome:
        """Publish, create, build, approve, stage, approve, serve, predict."""
        with self._screen.stage(f"Publish {PRODUCT} to Service Catalog") as stage:
            self._publish(stage)
        with self._screen.stage(f"Create the SageMaker project {PROJECT!r}") as stage:
            names = self._create(stage)
        with self._screen.stage("Build: five CI steps, train, evaluate, register") as stage:
            version = self._build(names, stage)
        with self._screen.stage("Approve the model; deploy to staging; test it there") as stage:
            approval, execution = self._stage_model(names, version, stage)
        with self._screen.stage("Approve for production; deploy; smoke-test") as stage:
            self._produce(names, approval, execution, stage)
        with self._screen.stage("Ask production for a prediction over HTTP"):
            held_out = registry.read(self._clients.s3, version.facts["TestDataS3Uri"])
            prediction = predict(self._runtime, names.endpoint("prod"), held_out)
        report = registry.save_report(self._clients.s3, version, self._folder)
        return Outcome(names, version, approval.text, prediction, report)

    def end(self) -> tuple[projects.Retained, ...]:
        """Delete the project; what stays on purpose is listed."""
        with self._screen.stage("Delete the project") as stage:
            retained = projects.delete(PROJECT, self._clients)
            for resource in retained:
                stage.say(f"kept on purpose: {resource.resource_type} {resource.physical_id}")
        return retained

    def _publish(self, stage: Stage) -> None:
        bundle = make_bundle(chosen_products((PRODUCT,), "codecommit"), "codecommit")
        settings = publish.Settings()
        plan = publish.make_plan(bundle, settings, self._clients)
        done = publish.apply(plan, bundle, self._clients, report=stage.say)
        again = publish.make_plan(bundle, settings, self._clients)
        if again.writes:
            raise MlopsTemplatesError("a second publish of the same would change something")
        version = done.products[0].version
        stage.say(f"portfolio {done.portfolio_id}, version {version}; a second publish would change nothing")

    def _create(self, stage: Stage) -> Names:
        projects.create(PROJECT, PRODUCT, {}, self._clients)
        project = projects.wait(PROJECT, self._clients)
        if project is None:
            raise MlopsTemplatesError(f"the project {PROJECT} is gone before it lived")
        stage.say(f"project id {project.project_id}; two repositories, two pipelines, two model package groups")
        return Names(PROJECT, project.project_id)

    def _build(self, names: Names, stage: Stage) -> registry.Version:
        execution = self._newest(names.build_pipeline)

        def look() -> None:
            tell_steps(self._clients.sagemaker, names.training_pipeline, stage)

        pipelines.follow(self._codepipeline, names.build_pipeline, execution, stage, look)
        version = registry.newest_version(self._clients.sagemaker, self._clients.s3, names.group)
        figures = ", ".join(f"{name} {value:.3f}" for name, value in sorted(version.metrics.items()))
        stage.say(f"registered version {version.number}, waiting for approval: {figures}")
        return version

    def _stage_model(self, names: Names, version: registry.Version, stage: Stage) -> tuple[pipelines.Approval, str]:
        before = self._newest(names.deploy_pipeline)
        pipelines.wait_for_end(self._codepipeline, names.deploy_pipeline, before)
        stage.say("the deploy pipeline's first run, at creation, found nothing approved and ended: as intended")
        registry.approve(self._clients.sagemaker, version, "Approved in the demo after a look at the metrics")
        execution = until(lambda: self._newer(names.deploy_pipeline, before), "the deployment that the approval starts")
        approval = pipelines.wait_for_approval(self._codepipeline, names.deploy_pipeline, execution, stage)
        for line in approval.text.splitlines():
            stage.say(f"approval text: {line}")
        return approval, execution

    def _produce(self, names: Names, approval: pipelines.Approval, execution: str, stage: Stage) -> None:
        words = "Approved in the demo: the staging tests passed"
        pipelines.approve(self._codepipeline, names.deploy_pipeline, approval, words)
        pipelines.follow(self._codepipeline, names.deploy_pipeline, execution, stage)

    def _newest(self, pipeline: str) -> str:
        return until(lambda: pipelines.newest_execution(self._codepipeline, pipeline), f"{pipeline} to start")

    def _newer(self, pipeline: str, before: str) -> str | None:
        newest: Any = pipelines.newest_execution(self._codepipeline, pipeline)
        return newest if newest != before else None
