"""The end of a test's account: what still runs is stopped, and the names that all accounts share are free again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mlops_templates.localaws.testing.account import LocalAccount


Endings = Iterator[Callable[[], Any]]


def clear(account: LocalAccount, services: Collection[str]) -> None:
    """Stop builds, pipelines, jobs and endpoints of the services, and remove the buckets.

    What else is there is in nobody's way.
    """
    for service, endings in ENDS.items():
        for act in endings(account) if service in services else ():
            with suppress(ClientError):  # it has ended by itself, or its policy forbids it
                act()


def _end_sagemaker(account: LocalAccount) -> Endings:
    yield from _end_pipelines(account)
    yield from _end_jobs(account)
    yield from _end_endpoints(account)


def _end_deliveries(account: LocalAccount) -> Endings:
    client = account.client("codepipeline")
    for pipeline in client.list_pipelines()["pipelines"]:
        name = pipeline["name"]
        for run in client.list_pipeline_executions(pipelineName=name)["pipelineExecutionSummaries"]:
            if run["status"] == "InProgress":
                stopped = {"pipelineName": name, "pipelineExecutionId": run["pipelineExecutionId"], "abandon": True}
                yield partial(client.stop_pipeline_execution, **stopped)


def _end_builds(account: LocalAccount) -> Endings:
    client = account.client("codebuild")
    ids = client.list_builds()["ids"]
    for build in client.batch_get_builds(ids=ids)["builds"] if ids else ():
        if build["buildStatus"] == "IN_PROGRESS":
            yield partial(client.stop_build, id=build["id"])


def _end_pipelines(account: LocalAccount) -> Endings:
    client = account.client("sagemaker")
    for pipeline in client.list_pipelines()["PipelineSummaries"]:
        runs = client.list_pipeline_executions(PipelineName=pipeline["PipelineName"])
        for run in runs["PipelineExecutionSummaries"]:
            if run["PipelineExecutionStatus"] == "Executing":
                stopped = {"PipelineExecutionArn": run["PipelineExecutionArn"], "ClientRequestToken": "0" * 32}
                yield partial(client.stop_pipeline_execution, **stopped)


def _end_jobs(account: LocalAccount) -> Endings:
    client = account.client("sagemaker")
    for job in client.list_training_jobs(StatusEquals="InProgress")["TrainingJobSummaries"]:
        yield partial(client.stop_training_job, TrainingJobName=job["TrainingJobName"])
    for job in client.list_processing_jobs(StatusEquals="InProgress")["ProcessingJobSummaries"]:
        yield partial(client.stop_processing_job, ProcessingJobName=job["ProcessingJobName"])
    for job in client.list_transform_jobs(StatusEquals="InProgress")["TransformJobSummaries"]:
        yield partial(client.stop_transform_job, TransformJobName=job["TransformJobName"])


def _end_endpoints(account: LocalAccount) -> Endings:
    client = account.client("sagemaker")
    for endpoint in client.list_endpoints()["Endpoints"]:
        yield partial(client.delete_endpoint, EndpointName=endpoint["EndpointName"])


def _remove_buckets(account: LocalAccount) -> Endings:
    client = account.client("s3")
    for bucket in client.list_buckets()["Buckets"]:
        yield partial(_remove_bucket, client, bucket["Name"])


def _remove_bucket(client: Any, bucket: str) -> None:
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for version in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
            client.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
    client.delete_bucket(Bucket=bucket)


ENDS = {
    "codepipeline": _end_deliveries,
    "codebuild": _end_builds,
    "sagemaker": _end_sagemaker,
    "s3": _remove_buckets,
}
