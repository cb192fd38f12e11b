"""What a serverless variant lets through: smaller bodies, and as many requests at a time as it says."""

import uuid

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

BODY_LIMIT = 4 * 1024 * 1024


def check_room(size: Document, under_way: int) -> None:
    """Refuse a request beyond those that may be under way together."""
    if size and under_way >= size["MaxConcurrency"]:
        raise AwsError("ThrottlingException", "Rate exceeded")


def check_body(size: Document, body: bytes | str) -> None:
    """Refuse a body that only endpoints with instances take."""
    if size and len(body) > BODY_LIMIT:
        raise AwsError("ValidationError", f"Request {uuid.uuid4()} has oversize body.")
