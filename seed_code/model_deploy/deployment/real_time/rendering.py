"""One stack of an endpoint for both stages, and the parameters of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from deployment import production, stack_text, step_code
from deployment.errors import DeploymentError
from deployment.kind import Order, Rendering
from deployment.real_time import changes, endpoint, parameters, serving, template
from deployment.real_time.settings import InferenceConfig

STEP = Path("monitoring")
# The population stability index is the same for requests and for batches.
SHARED = (Path("app_infra/batch_inference/steps/drift.py"),)


def render(order: Order, settings: Any) -> Rendering:
    """What the pipeline deploys to both stages."""
    project, place = order.project, order.project.places["prod"]
    now = serving.now_serving(order.sessions.client("sagemaker", place.test_role_arn), project.endpoint_name("prod"))
    check_kind(now, settings[-1], project.endpoint_name("prod"))
    before = production.version(order, now.model_package_arn if now else "")
    configs: Sequence[InferenceConfig] = [_for_phase(config, guarded=project.guarded) for config in settings]
    with_api = any(config.api for config in configs)
    code = _step_code(order) if any(config.monitoring for config in configs) else ""
    return Rendering(
        template=template.render(
            key_type=stack_text.KEY_BY_SSM if project.guarded else stack_text.KEY_ARN,
            with_api=with_api,
            with_monitoring=bool(code),
        ),
        configurations={
            config.stage: _configuration(order, config, now.model_package_arn if now else "", with_api, code)
            for config in configs
        },
        production=before,
        changed_settings=changes.of_settings(now, configs[-1]),
        changes=(*changes.describe(order.model, before, now, configs[-1]), *_left_out(settings, configs)),
    )


def check_kind(now: serving.Serving | None, config: InferenceConfig, endpoint_name: str) -> None:
    """Refuse what the deployment of production would end with."""
    if now and config.serverless and not now.serverless:
        raise DeploymentError(
            f"The endpoint {endpoint_name} has instances, and SageMaker does not make one serverless that has them: "
            'set "kind" to "real_time" in inference_config/prod/inference_config.json, or delete the environment '
            "first: Operations in README.md."
        )


def _for_phase(config: InferenceConfig, *, guarded: bool) -> InferenceConfig:
    """In phase Repeatable there is neither an API nor monitoring."""
    return config if guarded else replace(config, api=None, monitoring=None)


def _left_out(asked: Sequence[InferenceConfig], given: Sequence[InferenceConfig]) -> tuple[str, ...]:
    if tuple(asked) == tuple(given):
        return ()
    return ("  api, monitoring: left out, this project is in phase repeatable; they begin with phase reliable",)


def _configuration(
    order: Order, config: InferenceConfig, serving_arn: str, with_api: bool, code: str
) -> Mapping[str, Mapping[str, str]]:
    document = parameters.document(order.project, config, order.model, serving_arn, endpoint.shape())
    role = order.project.places[config.stage].monitor_role_arn
    options = {
        **(parameters.of_api(config.api) if with_api else {}),
        **(parameters.of_monitoring(config.monitoring, order.model, role, code) if code else {}),
    }
    return {**document, "Parameters": {**document["Parameters"], **options}}


def _step_code(order: Order) -> str:
    model, project = order.model, order.project
    needed = {"BaselineS3Uri": model.baseline_s3_uri, "image": model.image_uri}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise DeploymentError(
            f"{model.model_package_arn} has no {' and no '.join(missing)}, and monitoring needs it: register the "
            'version again with the build repository\'s pipeline, or set "monitoring" to false in inference_config/.'
        )
    return step_code.upload(order.sessions.client("s3"), project.ml_data_bucket, project.kms_key_arn, STEP, SHARED)
