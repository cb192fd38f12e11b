"""An endpoint for trying a model by hand, in the account where it was trained: made and taken away on demand only.

It serves the newest version of the branch's group, approved or not, and no pipeline knows of it.
"""

import os
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from ci.banner import StepFailed, say
from ci.development import place_of
from ci.pipeline import read
from ml_pipelines import project
from ml_pipelines.project import Project

CHECKS = {"Delay": 15, "MaxAttempts": 120}


def endpoint_name(here: Project) -> str:
    """One for each project: a trial on another branch takes its place."""
    return f"{here.name}-{here.id}-try"


def start(root: Path) -> None:
    """Serve the newest version of the group, and say how to call it and how to end it."""
    here, settings = read(root)
    registry, place = boto3.client("sagemaker", region_name=here.region), place_of(here, role="trial")
    sagemaker = place.client("sagemaker")
    version, name = newest(registry, here.model_package_group), endpoint_name(here)
    remove(sagemaker, name)
    sagemaker.create_model(
        ModelName=name,
        Containers=[container(registry, version)],
        ExecutionRoleArn=place.project.role,
        EnableNetworkIsolation=True,
        Tags=here.tags,
    )
    variant = {
        "VariantName": "AllTraffic",
        "ModelName": name,
        "InstanceType": settings.compute.inference_instance_types[0],
        "InitialInstanceCount": 1,
    }
    sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant], Tags=here.tags)
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name, Tags=here.tags)
    say(f"endpoint {name} is being made for {version}")
    wait(sagemaker, "endpoint_in_service", name)
    say(
        f"try it:  aws sagemaker-runtime invoke-endpoint --endpoint-name {name} --content-type text/csv"
        " --body fileb://row.csv answer.csv\nend it:  make endtrial    (it costs money for every hour it exists)"
    )


def end(_: Path) -> None:
    """Take it away; fine when it is gone already."""
    try:
        here = project.from_environment(os.environ)
    except project.ProjectError as error:
        raise StepFailed(str(error), "set the variables, see 'Try something on a branch' in README.md") from None
    remove(place_of(here, role="trial").client("sagemaker"), endpoint_name(here))


def newest(sagemaker: Any, group: str) -> str:
    answer = sagemaker.list_model_packages(
        ModelPackageGroupName=group, SortBy="CreationTime", SortOrder="Descending", MaxResults=1
    )
    if not answer["ModelPackageSummaryList"]:
        raise StepFailed(f"{group} has no model version yet", "run `make build` first")
    return answer["ModelPackageSummaryList"][0]["ModelPackageArn"]


def container(registry: Any, version: str) -> dict[str, Any]:
    """What a version is made of: by its name SageMaker serves only what is approved."""
    package = registry.describe_model_package(ModelPackageName=version)
    told = package["InferenceSpecification"]["Containers"][0]
    return {key: told[key] for key in ("Image", "ModelDataUrl", "Environment") if key in told}


def remove(sagemaker: Any, name: str) -> None:
    for operation, waiter in (
        ("delete_endpoint", "endpoint_deleted"),
        ("delete_endpoint_config", None),
        ("delete_model", None),
    ):
        kind = "".join(word.title() for word in operation.split("_")[1:])
        try:
            getattr(sagemaker, operation)(**{f"{kind}Name": name})
        except ClientError as error:
            if "Could not find" not in error.response["Error"]["Message"]:
                raise
            continue
        if waiter:
            wait(sagemaker, waiter, name)
        say(f"{kind} {name} deleted")


def wait(sagemaker: Any, waiter: str, name: str) -> None:
    try:
        sagemaker.get_waiter(waiter).wait(EndpointName=name, WaiterConfig=CHECKS)
    except WaiterError:
        reason = sagemaker.describe_endpoint(EndpointName=name).get("FailureReason", "no reason given")
        raise StepFailed(
            f"endpoint {name}: {reason}", f"read the log group /aws/sagemaker/Endpoints/{name}, then `make endtrial`"
        ) from None
