"""One stack of an endpoint for both stages, and the parameters of each."""

from typing import Any

from deployment import production
from deployment.kind import Order, Rendering
from deployment.real_time import changes, parameters, serving, template


def render(order: Order, settings: Any) -> Rendering:
    """What the pipeline deploys to both stages."""
    project = order.project
    place = project.places["prod"]
    now = serving.now_serving(order.sessions.client("sagemaker", place.test_role_arn), project.endpoint_name("prod"))
    before = production.version(order, now.model_package_arn if now else "")
    text = template.render()
    return Rendering(
        template=text,
        configurations={
            config.stage: parameters.document(project, config, order.model.model_package_arn, text)
            for config in settings
        },
        production=before,
        changed_settings=changes.of_settings(now, settings[-1]),
        changes=tuple(changes.describe(order.model, before, now, settings[-1])),
    )
