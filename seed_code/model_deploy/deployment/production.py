"""The version that production runs, with its figures where the registry still has them."""

from botocore.exceptions import ClientError

from deployment import model_version
from deployment.errors import DeploymentError
from deployment.kind import Order
from deployment.release import ProductionVersion


def version(order: Order, model_package_arn: str) -> ProductionVersion | None:
    """The facts of this version; none for an empty ARN."""
    if not model_package_arn:
        return None
    sagemaker, s3 = order.sessions.client("sagemaker"), order.sessions.client("s3")
    try:
        value = model_version.describe(sagemaker, s3, model_package_arn).metrics.get(order.model.metric)
    except (DeploymentError, ClientError):
        # The version may have been deleted from the registry since: it still serves, only its figures are gone.
        value = None
    return ProductionVersion(model_package_arn, model_version.version_in(model_package_arn), value)
