"""What a template must have although no rule of the policy asks for it; each names the resources at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.rendered import Document

APPROVAL = "Approval"


def of_type(document: Document, kind: str) -> Iterator[tuple[str, Document]]:
    for name, resource in document["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource.get("Properties", {})


def _keys_that_do_not_rotate(document: Document) -> list[str]:
    return [name for name, key in of_type(document, "AWS::KMS::Key") if key.get("EnableKeyRotation") is not True]


def _buckets_without_versions(document: Document) -> list[str]:
    kept = {"Status": "Enabled"}
    return [n for n, bucket in of_type(document, "AWS::S3::Bucket") if bucket.get("VersioningConfiguration") != kept]


def _buckets_that_keep_remains(document: Document) -> list[str]:
    """Abandoned uploads are paid for and never seen."""
    return [name for name, bucket in of_type(document, "AWS::S3::Bucket") if "Abort" not in str(bucket.get(LIFECYCLE))]


LIFECYCLE = "LifecycleConfiguration"


def _logs_without_end(document: Document) -> list[str]:
    return [name for name, log in of_type(document, "AWS::Logs::LogGroup") if "RetentionInDays" not in log]


def _plain_logs(document: Document) -> list[str]:
    return [name for name, log in of_type(document, "AWS::Logs::LogGroup") if "KmsKeyId" not in log]


def _plain_queues_and_topics(document: Document) -> list[str]:
    kinds = ("AWS::SNS::Topic", "AWS::SQS::Queue")
    return [name for kind in kinds for name, each in of_type(document, kind) if "KmsMasterKeyId" not in each]


def _plain_builds(document: Document) -> list[str]:
    return [name for name, build in of_type(document, "AWS::CodeBuild::Project") if "EncryptionKey" not in build]


def _endless_builds(document: Document) -> list[str]:
    return [name for name, build in of_type(document, "AWS::CodeBuild::Project") if "TimeoutInMinutes" not in build]


def _pipelines_of_the_old_kind(document: Document) -> list[str]:
    return [n for n, pipeline in of_type(document, PIPELINE) if pipeline.get("PipelineType") != "V2"]


PIPELINE = "AWS::CodePipeline::Pipeline"


def _pipelines_with_plain_artifacts(document: Document) -> list[str]:
    return [n for n, pipeline in of_type(document, PIPELINE) if "EncryptionKey" not in pipeline["ArtifactStore"]]


def _pipelines_that_queue(document: Document) -> list[str]:
    """An execution that was overtaken must not deploy after the newer one."""
    return [n for n, pipeline in of_type(document, PIPELINE) if pipeline.get("ExecutionMode") != "SUPERSEDED"]


def _production_without_a_way_back(document: Document) -> list[str]:
    """A stage of production that failed is rolled back."""
    return [
        name
        for name, stage in _stages(document)
        if stage["Name"] == "Production" and stage.get("OnFailure", {}).get("Result") != "ROLLBACK"
    ]


def _production_without_approval(document: Document) -> list[str]:
    """The approval before production: in the stage of staging, or in one of its own."""
    pipelines = [pipeline for _, pipeline in of_type(document, PIPELINE)]
    names = [[stage["Name"] for stage in pipeline["Stages"]] for pipeline in pipelines]
    return [
        "Production"
        for pipeline, stages in zip(pipelines, names, strict=True)
        if "Production" in stages
        and not any(_approves(stage) for stage in pipeline["Stages"][1 : stages.index("Production")])
    ]


def _approves(stage: Document) -> bool:
    return any(action["ActionTypeId"]["Category"] == APPROVAL for action in stage["Actions"])


def _stages(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, pipeline in of_type(document, PIPELINE):
        for stage in pipeline["Stages"]:
            yield name, stage


GUARDS: dict[str, Callable[[Document], list[str]]] = {
    "abandoned uploads": _buckets_that_keep_remains,
    "approval": _production_without_approval,
    "artifact key": _pipelines_with_plain_artifacts,
    "build key": _plain_builds,
    "build timeout": _endless_builds,
    "key rotation": _keys_that_do_not_rotate,
    "log key": _plain_logs,
    "log retention": _logs_without_end,
    "pipeline mode": _pipelines_that_queue,
    "pipeline type": _pipelines_of_the_old_kind,
    "queue and topic keys": _plain_queues_and_topics,
    "rollback": _production_without_a_way_back,
    "versions": _buckets_without_versions,
}
