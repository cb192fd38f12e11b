"""From a release and the settings of a stage to the job that the pipeline is defined from."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app_infra.batch_inference.batch_job import BatchJob
from deployment.batch.settings import BatchSettings
from deployment.errors import DeploymentError
from deployment.kind import Order
from deployment.project import Place, Project
from deployment.real_time.parameters import LOCAL_DISK_FAMILIES

FOLDER = Path("app_infra/batch_inference")
STEPS = FOLDER / "steps"
# The template of the stage knows them; until then they have names.
KEY, ROLE = "${KmsKeyArn}", "${PipelineRoleArn}"


@dataclass(frozen=True)
class Ingredients:
    """What both stages have in common: the code of the steps, and the image that they run in."""

    code_uri: str
    image_uri: str


def batch_job(order: Order, settings: BatchSettings, ingredients: Ingredients, model_name: str) -> BatchJob:
    """The job of one stage."""
    project, place = order.project, order.project.places[settings.stage]
    return BatchJob(
        project_name=project.name,
        project_id=project.id,
        stage=settings.stage,
        bucket=place.bucket,
        input_prefix=input_prefix(project, settings.stage),
        output_prefix=f"batch-output/{folder_of(project, settings.stage)}",
        code_uri=ingredients.code_uri,
        baseline_uri=order.model.baseline_s3_uri,
        model_name=model_name,
        image_uri=ingredients.image_uri,
        role_arn=ROLE,
        kms_key=KEY,
        instance_type=settings.instance_type,
        instance_count=settings.instance_count,
        processing_instance_type=settings.processing_instance_type,
        volume_size_in_gb=settings.volume_size_in_gb,
        max_runtime_in_seconds=settings.max_runtime_in_seconds,
        drift_threshold=settings.drift_threshold,
        drifted_share_limit=settings.drifted_share_limit,
        publishes_metrics=project.guarded,
        results_bucket=settings.results_bucket,
        encrypts_volumes=tuple(
            kind.split(".")[1] not in LOCAL_DISK_FAMILIES
            for kind in (settings.processing_instance_type, settings.instance_type)
        ),
    )


def pipeline_name(project: Project, stage: str) -> str:
    return f"{project.name}-{project.id}-batch-{stage}"


def input_prefix(project: Project, stage: str) -> str:
    return f"batch-input/{folder_of(project, stage)}"


def folder_of(project: Project, stage: str) -> str:
    """The bucket of a target account is shared by all projects: there each has a folder of its own."""
    shared = project.places[stage].bucket != project.ml_data_bucket
    return f"{stage}/{project.id}/" if shared else f"{stage}/"


def pipeline_role(place: Place) -> str:
    return place.monitor_role_arn or place.model_role_arn


def image_of(package: dict[str, Any]) -> str:
    """The image of the registered model: it is in reach of its accounts, and has the Python that the steps need."""
    containers = package.get("InferenceSpecification", {}).get("Containers", [])
    if not containers:
        raise DeploymentError(
            f"{package['ModelPackageArn']} names no container to serve with: register it again with the build "
            "repository's pipeline."
        )
    return str(containers[0]["Image"])


def definition(job: BatchJob) -> dict[str, Any]:
    """What `ml-pipeline-inference.py` makes of the job."""
    file = FOLDER / "ml-pipeline-inference.py"
    specification = importlib.util.spec_from_file_location("ml_pipeline_inference", file)
    if specification is None or specification.loader is None:
        raise DeploymentError(f"{file}: is not a Python file", exit_status=2)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    document: dict[str, Any] = module.get_pipeline(job)
    return document
