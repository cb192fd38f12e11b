"""Tags of tables."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.dynamodb.service import SERVICE
from mlops_templates.localaws.dynamodb.state import table_of


@SERVICE.action
def tag_resource(call: Call, request: Document) -> Document:
    table_of(call, request["ResourceArn"]).tags.update({tag["Key"]: tag["Value"] for tag in request["Tags"]})
    return {}


@SERVICE.action
def untag_resource(call: Call, request: Document) -> Document:
    table = table_of(call, request["ResourceArn"])
    table.tags = {key: value for key, value in table.tags.items() if key not in request["TagKeys"]}
    return {}


@SERVICE.action
def list_tags_of_resource(call: Call, request: Document) -> Document:
    tags = table_of(call, request["ResourceArn"]).tags
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())]}
