"""What a data scientist and an approver do with a project, for tests: clone, push, wait, approve, reject, predict."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from mlops_templates import projects, publish
from mlops_templates.demo import pipelines
from mlops_templates.demo.life import PRODUCT, Names
from mlops_templates.demo.screen import Screen, Stage
from mlops_templates.demo.waiting import until
from mlops_templates.localaws import LocalAws

AUTHOR = ("-c", "user.name=Data Scientist", "-c", "user.email=data.scientist@example.com")


def git(*words: str, cwd: Path) -> str:
    done = subprocess.run(["git", *AUTHOR, *words], cwd=cwd, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout.strip()


def publish_by_command(*words: str) -> subprocess.CompletedProcess[str]:
    """Publish as a platform admin does."""
    argv = [sys.executable, "-m", "mlops_templates.cli", "publish", "--yes", *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done


@dataclass(frozen=True)
class ProjectLife:
    """One project and the hands that work on it."""

    names: Names
    aws: LocalAws
    clones: Path
    urls: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the repositories, where they are not in CodeCommit."""

    @staticmethod
    def begin(
        name: str,
        aws: LocalAws,
        clones: Path,
        product: str = PRODUCT,
        *,
        scm: str = "codecommit",
        form: Mapping[str, str] | None = None,
        urls: Mapping[str, str] | None = None,
    ) -> ProjectLife:
        clients = publish.connect()
        projects.create(name, product, form or {}, clients, scm=scm)
        project = projects.wait(name, clients)
        assert project is not None
        return ProjectLife(Names(name, project.project_id), aws, clones, urls or {})

    def client(self, service: str) -> Any:
        return boto3.client(service)

    # --- repositories

    def clone(self, repository: str) -> Path:
        """A working copy of `model-build` or `model-deploy`, by the URL that AWS names; cloned once, then refreshed."""
        folder = self.clones / repository
        if not folder.exists():
            git("clone", "--quiet", self.urls.get(repository) or self._url(repository), repository, cwd=self.clones)
        git("checkout", "--quiet", "main", cwd=folder)
        git("reset", "--quiet", "--hard", "origin/main", cwd=folder)
        return folder

    def _url(self, repository: str) -> str:
        name = f"sagemaker-{self.names.group}-{repository}"
        return str(self.client("codecommit").get_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"])

    def push(self, folder: Path, words: str, branch: str = "main") -> str:
        """Commit everything and push it; give the commit's id."""
        git("add", "--all", cwd=folder)
        git("commit", "--quiet", "--message", words, cwd=folder)
        git("push", "--quiet", "origin", f"HEAD:{branch}", cwd=folder)
        return git("rev-parse", "HEAD", cwd=folder)

    @staticmethod
    def edit(path: Path, old: str | None, new: str) -> None:
        """Put new text in the place of the old, which must be there once; without old text, at the end."""
        text = path.read_text(encoding="utf-8")
        assert old is None or text.count(old) == 1, f"{path} does not hold {old!r} once"
        path.write_text(text + new if old is None else text.replace(old, new), encoding="utf-8")

    # --- pipelines

    def built(self) -> ProjectLife:
        """The same project, once its first build has succeeded."""
        first = str(self.executions(self.names.build_pipeline)[-1]["pipelineExecutionId"])
        assert self.end_of(self.names.build_pipeline, first) == "Succeeded", self.why(first)
        return self

    def why(self, build: str) -> str:
        """The end of what the build of an execution printed, for the message of a test that fails."""
        action = self.actions(self.names.build_pipeline, build).get("Build/Build", {})
        return self.log_of_build(action)[-4000:] if action.get("output") else f"no build: {action}"

    def executions(self, pipeline: str) -> list[dict[str, Any]]:
        """Executions of a pipeline, newest first."""
        answer = self.client("codepipeline").list_pipeline_executions(pipelineName=pipeline)
        return list(answer["pipelineExecutionSummaries"])

    def newest(self, pipeline: str) -> str:
        return str(until(lambda: pipelines.newest_execution(self.client("codepipeline"), pipeline), pipeline))

    def started_after(self, pipeline: str, before: str) -> str:
        """The execution that started after the one named."""

        def look() -> str | None:
            newest = pipelines.newest_execution(self.client("codepipeline"), pipeline)
            return newest if newest != before else None

        return until(look, f"a new execution of {pipeline}")

    def end_of(self, pipeline: str, execution: str) -> str:
        return pipelines.wait_for_end(self.client("codepipeline"), pipeline, execution)

    def settles(self, deployment: str) -> str:
        """The status in which a deployment ends, or `Waiting` as soon as it asks for an approval."""
        pipeline = self.names.deploy_pipeline

        def look() -> str | None:
            found = self.client("codepipeline").get_pipeline_execution(
                pipelineName=pipeline, pipelineExecutionId=deployment
            )
            status = str(found["pipelineExecution"]["status"])
            if status in pipelines.ENDED:
                return status
            asked = self.actions(pipeline, deployment).get("Staging/Approve", {})
            return "Waiting" if asked.get("status") == "InProgress" else None

        return until(look, f"{pipeline} to come to rest")

    def actions(self, pipeline: str, execution: str) -> dict[str, dict[str, Any]]:
        """Actions of an execution by `Stage/Action`."""
        answer = self.client("codepipeline").list_action_executions(
            pipelineName=pipeline, filter={"pipelineExecutionId": execution}
        )
        return {f"{a['stageName']}/{a['actionName']}": a for a in answer["actionExecutionDetails"]}

    def log_of_build(self, action: dict[str, Any]) -> str:
        """What the CodeBuild run behind an action printed, as CloudWatch Logs keeps it."""
        build_id = action["output"]["executionResult"]["externalExecutionId"]
        return self.log_of(self.client("codebuild").batch_get_builds(ids=[build_id])["builds"][0])

    def log_of(self, build: dict[str, Any]) -> str:
        """What a build printed."""
        place = {"logGroupName": build["logs"]["groupName"], "logStreamName": build["logs"]["streamName"]}
        pages = self.client("logs").get_log_events(**place, startFromHead=True)
        return "\n".join(event["message"] for event in pages["events"])

    def wait_for_approval(self, execution: str) -> pipelines.Approval:
        stage = Stage(Screen(), "", None)
        return pipelines.wait_for_approval(self.client("codepipeline"), self.names.deploy_pipeline, execution, stage)

    def decide(self, approval: pipelines.Approval, status: str) -> None:
        self.client("codepipeline").put_approval_result(
            pipelineName=self.names.deploy_pipeline,
            stageName=approval.stage,
            actionName=approval.action,
            token=approval.token,
            result={"status": status, "summary": f"{status} by a test"},
        )

    # --- models

    def decide_on_version(self, arn: str, status: str) -> None:
        """Approve or reject a version in the model registry."""
        self.client("sagemaker").update_model_package(ModelPackageArn=arn, ModelApprovalStatus=status)

    def register_again(self, arn: str, group: str, *, model: str = "") -> str:
        """The same model, or another one in its place, as a new version of a group, waiting for approval."""
        told = ("InferenceSpecification", "ModelMetrics", "DriftCheckBaselines", "CustomerMetadataProperties")
        package = self.client("sagemaker").describe_model_package(ModelPackageName=arn)
        if model:
            package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"] = model
        made = self.client("sagemaker").create_model_package(
            ModelPackageGroupName=group,
            ModelApprovalStatus="PendingManualApproval",
            **{member: package[member] for member in told},
        )
        return str(made["ModelPackageArn"])

    def versions(self, group: str = "") -> list[dict[str, Any]]:
        """Versions of the Main group, or of the one named; newest first."""
        answer = self.client("sagemaker").list_model_packages(
            ModelPackageGroupName=group or self.names.group, SortBy="CreationTime", SortOrder="Descending"
        )
        return list(answer["ModelPackageSummaryList"])

    def serving(self, stage: str) -> str | None:
        """The model package that a stage's stack says it serves; None when there is no such stack."""
        stack = f"sagemaker-{self.names.group}-deploy-{stage}"
        found = [
            one
            for one in self.client("cloudformation").describe_stacks()["Stacks"]
            if one["StackName"] == stack and one["StackStatus"] != "DELETE_COMPLETE"
        ]
        outputs = found[0].get("Outputs", []) if found else []
        return next((o["OutputValue"] for o in outputs if o["OutputKey"] == "ModelPackageArn"), None)
