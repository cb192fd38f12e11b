"""Taking away what a branch has made: its pipeline, its models in the Dev group, its folder. Never those of main."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from ci.banner import StepFailed, say
from ci.development import place_of
from ml_pipelines import project
from ml_pipelines.project import MAIN, Project

GONE = ("ResourceNotFound", "ResourceNotFoundException")
FIRST_WAIT, LONGEST_WAIT, LONGEST_STOP = 0.5, 15.0, 900.0


def clean_up(root: Path) -> None:
    """Delete it all and say each thing; what is gone already is fine, so a second run does no harm."""
    try:
        here = project.from_environment(os.environ)
    except project.ProjectError as error:
        raise StepFailed(str(error), "run this in the project's CodeBuild, or set the variables") from None
    refuse_main(here)
    registry, s3 = (boto3.client(name, region_name=here.region) for name in ("sagemaker", "s3"))
    report = {
        "Branch": here.branch,
        "Pipeline": delete_pipeline(place_of(here, role="branch").client("sagemaker"), here.pipeline_name),
        "Models": [delete_model(registry, arn) for arn in models_of(registry, here)],
        "Objects": delete_folder(s3, here.bucket, f"{here.use_case}/"),
    }
    if not report["Models"]:
        say(f"no model of {here.branch} in {here.dev_group}")
    (root / "build").mkdir(exist_ok=True)
    (root / "build" / "clean-up.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def refuse_main(here: Project) -> None:
    if here.branch == MAIN:
        raise StepFailed(
            f"BRANCH_NAME is {here.branch!r}: what {MAIN} has made stays", "name the branch that is gone in BRANCH_NAME"
        )


def delete_pipeline(sagemaker: Any, name: str) -> str | None:
    """The name of the deleted pipeline; executions under way are stopped first, because SageMaker insists on it."""
    try:
        stop_executions(sagemaker, name)
        sagemaker.delete_pipeline(PipelineName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
        say(f"no pipeline {name}")
        return None
    say(f"pipeline {name} deleted")
    return name


def stop_executions(sagemaker: Any, pipeline: str) -> None:
    for arn in executing(sagemaker, pipeline):
        sagemaker.stop_pipeline_execution(PipelineExecutionArn=arn)
        say(f"execution {arn} is being stopped")
    begin, wait = time.monotonic(), FIRST_WAIT
    while executing(sagemaker, pipeline):
        if time.monotonic() - begin > LONGEST_STOP:
            raise StepFailed(f"executions of {pipeline} do not stop", "stop them in Studio, then run this again")
        time.sleep(wait)
        wait = min(wait * 1.25, LONGEST_WAIT)


def executing(sagemaker: Any, pipeline: str) -> list[str]:
    pages = sagemaker.get_paginator("list_pipeline_executions").paginate(PipelineName=pipeline)
    executions = [execution for page in pages for execution in page["PipelineExecutionSummaries"]]
    under_way = ("Executing", "Stopping")
    return [one["PipelineExecutionArn"] for one in executions if one["PipelineExecutionStatus"] in under_way]


def models_of(sagemaker: Any, here: Project) -> Iterator[str]:
    """Versions of the Dev group that say they are of this branch; those of other branches lie there too."""
    pages = sagemaker.get_paginator("list_model_packages").paginate(ModelPackageGroupName=here.dev_group)
    arns = [package["ModelPackageArn"] for page in pages for package in page["ModelPackageSummaryList"]]
    for arn in arns:
        package = sagemaker.describe_model_package(ModelPackageName=arn)
        if package.get("CustomerMetadataProperties", {}).get("BranchName") == here.branch_label:
            yield arn


def delete_model(sagemaker: Any, arn: str) -> str:
    sagemaker.delete_model_package(ModelPackageName=arn)
    say(f"model version {arn} deleted")
    return arn


def delete_folder(s3: Any, bucket: str, prefix: str) -> int:
    """The number of deleted objects; earlier versions of them expire by the bucket's own rules."""
    count = 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        keys = [{"Key": item["Key"]} for item in page.get("Contents", [])]
        if keys:
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
            if errors := answer.get("Errors"):
                raise StepFailed(
                    f"{errors[0]['Key']} cannot be deleted: {errors[0]['Code']}",
                    "show this message to those who run the project: its template makes the build's role",
                )
            count += len(keys)
    say(f"s3://{bucket}/{prefix}: {count} objects deleted")
    return count
