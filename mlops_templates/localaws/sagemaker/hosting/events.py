"""The event by which others learn that an endpoint changed its status."""

import json
import re

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events import bus
from mlops_templates.localaws.sagemaker.hosting.descriptions import variant_summary
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint
from mlops_templates.localaws.sagemaker.moments import epoch_milliseconds
from mlops_templates.localaws.sagemaker.tags import tags_of


def emit_state_change(call: Call, endpoint: Endpoint) -> None:
    """Tell the default bus of the endpoint's present status, as `IN_SERVICE`."""
    variants = [{"DesiredWeight": found.weight, **found.desired} for found in endpoint.variants]
    bus.emit(
        call,
        source="aws.sagemaker",
        detail_type="SageMaker Endpoint State Change",
        detail={**_detail(call, endpoint), "ProductionVariants": variants},
        resources=[endpoint.arn, endpoint.config.arn],
    )


def emit_deployment_change(call: Call, endpoint: Endpoint) -> None:
    """Tell the default bus how far a deployment has come."""
    shown = {"ProductionVariants": [variant_summary(variant) for variant in endpoint.variants]}
    under_way = json.loads(json.dumps(endpoint.pending, default=epoch_milliseconds))
    bus.emit(
        call,
        source="aws.sagemaker",
        detail_type="SageMaker Endpoint Deployment State Change",
        detail={**_detail(call, endpoint), **shown, "PendingDeploymentSummary": under_way},
        resources=[endpoint.arn],
    )


def _detail(call: Call, endpoint: Endpoint) -> Document:
    return {
        "EndpointName": endpoint.name,
        "EndpointArn": endpoint.arn,
        "EndpointConfigName": endpoint.config.name,
        "EndpointStatus": re.sub(r"(?<=[a-z])(?=[A-Z])", "_", endpoint.status).upper(),
        "CreationTime": epoch_milliseconds(endpoint.created),
        "LastModifiedTime": epoch_milliseconds(endpoint.modified),
        "Tags": tags_of(call, endpoint.arn),
    }
