"""Items: put, found by their key, listed, deleted; each as a whole."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.dynamodb.service import SERVICE
from mlops_templates.localaws.dynamodb.state import Item, Table, table_of
from mlops_templates.localaws.errors import AwsError

MISSING = "Requested resource not found"


@SERVICE.action
def put_item(call: Call, request: Document) -> Document:
    table = table_of(call, request["TableName"], MISSING)
    item: Item = request["Item"]
    with call.world.lock:
        key = _key(table, item, "One or more parameter values were invalid: Missing the key {} in the item")
        old = table.items.get(key)
        table.items[key] = item
    return {"Attributes": old} if old and request.get("ReturnValues") == "ALL_OLD" else {}


@SERVICE.action
def get_item(call: Call, request: Document) -> Document:
    table = table_of(call, request["TableName"], MISSING)
    found = table.items.get(_exact(table, request["Key"]))
    return {"Item": found} if found else {}


@SERVICE.action
def delete_item(call: Call, request: Document) -> Document:
    table = table_of(call, request["TableName"], MISSING)
    old = table.items.pop(_exact(table, request["Key"]), None)
    return {"Attributes": old} if old and request.get("ReturnValues") == "ALL_OLD" else {}


@SERVICE.action
def scan(call: Call, request: Document) -> Document:
    table = table_of(call, request["TableName"], MISSING)
    keys = sorted(table.items)
    if request.get("ExclusiveStartKey"):
        keys = [key for key in keys if key > _exact(table, request["ExclusiveStartKey"])]
    shown = keys[: int(request.get("Limit") or len(keys) or 1)]
    items = [table.items[key] for key in shown]
    more = {"LastEvaluatedKey": {name: items[-1][name] for name in table.keys}} if len(shown) < len(keys) else {}
    return {"Items": items, "Count": len(items), "ScannedCount": len(items), **more}


def _exact(table: Table, given: Item) -> tuple[str, ...]:
    if set(given) != set(table.keys):
        raise AwsError("ValidationException", "The provided key element does not match the schema")
    return _key(table, given, "The provided key element does not match the schema")


def _key(table: Table, item: Item, words: str) -> tuple[str, ...]:
    """The values of the key of an item.

    Raises:
        AwsError: ValidationException when one is missing, empty, or of another type.
    """
    values = []
    for name, kind in table.keys.items():
        if name not in item:
            raise AwsError("ValidationException", words.format(name))
        if kind not in item[name]:
            told = next(iter(item[name]), "NULL")
            message = f"Type mismatch for key {name} expected: {kind} actual: {told}"
            raise AwsError("ValidationException", f"One or more parameter values were invalid: {message}")
        if not item[name][kind]:
            message = "The AttributeValue for a key attribute cannot contain an empty string value."
            raise AwsError("ValidationException", f"One or more parameter values are not valid. {message} Key: {name}")
        values.append(str(item[name][kind]))
    return tuple(values)
