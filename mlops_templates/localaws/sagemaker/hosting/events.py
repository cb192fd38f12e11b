"""The event by which others learn that an endpoint changed its status."""

import re

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.events import bus
from mlops_templates.localaws.sagemaker.hosting.records import Endpoint
from mlops_templates.localaws.sagemaker.moments import epoch_milliseconds
from mlops_templates.localaws.sagemaker.tags import tags_of


def emit_state_change(call: Call, endpoint: Endpoint) -> None:
    """Tell the default bus of the endpoint's present status, as `IN_SERVICE`."""
    variants = [
        {"DesiredWeight": found.weight, "DesiredInstanceCount": found.instance_count} for found in endpoint.variants
    ]
    bus.emit(
        call,
        source="aws.sagemaker",
        detail_type="SageMaker Endpoint State Change",
        detail={
            "EndpointName": endpoint.name,
            "EndpointArn": endpoint.arn,
            "EndpointConfigName": endpoint.config.name,
            "ProductionVariants": variants,
            "EndpointStatus": re.sub(r"(?<=[a-z])(?=[A-Z])", "_", endpoint.status).upper(),
            "CreationTime": epoch_milliseconds(endpoint.created),
            "LastModifiedTime": epoch_milliseconds(endpoint.modified),
            "Tags": tags_of(call, endpoint.arn),
        },
        resources=[endpoint.arn, endpoint.config.arn],
    )
