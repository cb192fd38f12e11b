"""One stack of a batch pipeline for both stages, and the parameters of each."""

import hashlib
from typing import Any

from deployment import production, stack_text, step_code
from deployment.batch import in_use, jobs, template
from deployment.batch.settings import BatchSettings
from deployment.errors import DeploymentError
from deployment.kind import Order, Rendering


def render(order: Order, settings: Any) -> Rendering:
    """What the pipeline deploys to both stages."""
    project, sessions = order.project, order.sessions
    if not order.model.baseline_s3_uri:
        raise DeploymentError(
            f"{order.model.model_package_arn} has no BaselineS3Uri in its metadata, and batch inference takes the "
            "model's columns from it: register the version again with the build repository's pipeline."
        )
    ingredients = _ingredients(order)
    role = project.places["prod"].test_role_arn
    now = in_use.now_in_use(sessions.client("sagemaker", role), jobs.pipeline_name(project, "prod"))
    before = production.version(order, now.model_package_arn if now else "")
    return Rendering(
        template=template.render(
            {one.stage: _definition(order, one, ingredients) for one in settings},
            key_type=stack_text.KEY_BY_SSM if project.guarded else stack_text.KEY_ARN,
            watches_drift=project.guarded,
        ),
        configurations={one.stage: _configuration(order, one) for one in settings},
        production=before,
        changed_settings=in_use.changed_settings(now, settings[-1]),
        changes=tuple(in_use.describe(now, before, order.model, settings[-1])),
    )


def _ingredients(order: Order) -> jobs.Ingredients:
    project, s3 = order.project, order.sessions.client("s3")
    arn = order.model.model_package_arn
    package = order.sessions.client("sagemaker").describe_model_package(ModelPackageName=arn)
    code = step_code.upload(s3, project.ml_data_bucket, project.kms_key_arn, jobs.STEPS)
    return jobs.Ingredients(code_uri=code, image_uri=jobs.image_of(package))


def _definition(order: Order, settings: BatchSettings, ingredients: jobs.Ingredients) -> str:
    job = jobs.batch_job(order, settings, ingredients, model_name(order, settings.stage))
    return template.definition_text(jobs.definition(job))


def model_name(order: Order, stage: str) -> str:
    """CloudFormation cannot replace a named resource under its old name, so the name follows the content."""
    project = order.project
    content = "\n".join([stage, order.model.model_package_arn, project.places[stage].model_role_arn])
    return f"{project.name}-{project.id}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def _configuration(order: Order, settings: BatchSettings) -> dict[str, dict[str, str]]:
    """What CodePipeline hands to CloudFormation beside the template."""
    project, stage = order.project, settings.stage
    place = project.places[stage]
    parameters = {
        "AlarmTopicArn": project.alarm_topic_arn,
        "DataBucket": place.bucket,
        "InputPrefix": jobs.input_prefix(project, stage),
        "KmsKeyArn": place.key,
        "ModelName": model_name(order, stage),
        "ModelPackageArn": order.model.model_package_arn,
        "ModelRoleArn": place.model_role_arn,
        "OnArrival": "yes" if settings.on_arrival else "no",
        "PipelineName": jobs.pipeline_name(project, stage),
        "PipelineRoleArn": jobs.pipeline_role(place),
        "ProjectId": project.id,
        "ProjectName": project.name,
        "Schedule": settings.schedule,
        "ScheduleTimezone": settings.schedule_timezone,
        "Stage": stage,
        **({"DriftedShareLimit": str(settings.drifted_share_limit)} if project.guarded else {}),
    }
    return {"Parameters": parameters, "Tags": project.tags(stage)}
