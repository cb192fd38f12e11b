"""What a registration must hold before it becomes a version.

AWS asks the registry for the image; here only the form of its address is checked, and the image itself when it runs.
"""

import re

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.refusals import invalid

IMAGE = re.compile(r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-z0-9._/-]+([:@][\w.:-]+)?")


def check_registration(call: Call, request: Document) -> None:
    """Refuse a version that AWS would refuse."""
    if not request.get("ModelPackageGroupName"):
        raise invalid("Exactly one of ModelPackageName and ModelPackageGroupName must be given.")
    if request.get("Tags"):
        raise invalid("Tags can not be set on versioned model packages; they have the tags of their group.")
    if "InferenceSpecification" not in request:
        raise invalid("InferenceSpecification must be given for a versioned model package.")
    for container in request["InferenceSpecification"]["Containers"]:
        _check_container(call, container)


def _check_container(call: Call, container: Document) -> None:
    image, data = container.get("Image", ""), container.get("ModelDataUrl", "")
    check_image(image)
    if data:
        check_model_data(call, data)


def check_image(image: str) -> None:
    if not IMAGE.fullmatch(image):
        raise invalid(f"The image '{image}' is not a valid Amazon ECR image.")


def check_model_data(call: Call, url: str) -> None:
    """Refuse a model whose data the caller cannot read."""
    bucket, _, key = url.removeprefix("s3://").partition("/")
    if not url.startswith("s3://") or not key:
        raise invalid(f"ModelDataUrl '{url}' is not an S3 address of an object.")
    try:
        call.client("s3").head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        raise invalid(f"Could not find model data at {url}.") from error
