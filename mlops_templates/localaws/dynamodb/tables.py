"""Tables."""

from __future__ import annotations

from typing import Any

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.dynamodb.service import SERVICE
from mlops_templates.localaws.dynamodb.state import DynamoState, Table, table_of
from mlops_templates.localaws.errors import AwsError

_KEPT = ("AttributeDefinitions", "BillingMode", "KeySchema", "ProvisionedThroughput", "SSESpecification", "TableClass")


@SERVICE.action
def create_table(call: Call, request: Document) -> Document:
    state, name = call.state(DynamoState), request["TableName"]
    _check_billing(request)
    table = Table(
        name,
        call.arn("dynamodb", f"table/{name}"),
        _keys(request),
        {key: request[key] for key in _KEPT if key in request},
        protected=bool(request.get("DeletionProtectionEnabled")),
        tags={tag["Key"]: tag["Value"] for tag in request.get("Tags") or ()},
    )
    with call.world.lock:
        if name in state.tables:
            raise AwsError("ResourceInUseException", f"Table already exists: {name}")
        state.tables[name] = table
    return {"TableDescription": {**_told(table), "TableStatus": "CREATING"}}


@SERVICE.action
def describe_table(call: Call, request: Document) -> Document:
    return {"Table": _told(table_of(call, request["TableName"]))}


@SERVICE.action
def update_table(call: Call, request: Document) -> Document:
    table = table_of(call, request["TableName"])
    table.protected = bool(request.get("DeletionProtectionEnabled", table.protected))
    table.settings |= {key: request[key] for key in ("BillingMode", "SSESpecification", "TableClass") if key in request}
    return {"TableDescription": _told(table)}


@SERVICE.action
def delete_table(call: Call, request: Document) -> Document:
    table = table_of(call, request["TableName"])
    if table.protected:
        message = f"Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. Table: {table.name}"  # noqa: E501 - one sentence
        raise AwsError("ValidationException", message)
    del call.state(DynamoState).tables[table.name]
    return {"TableDescription": {**_told(table), "TableStatus": "DELETING"}}


@SERVICE.action
def list_tables(call: Call, request: Document) -> Document:
    names = sorted(call.state(DynamoState).tables)
    after = [name for name in names if name > (request.get("ExclusiveStartTableName") or "")]
    shown = after[: int(request.get("Limit") or 100)]
    return {"TableNames": shown, **({"LastEvaluatedTableName": shown[-1]} if len(shown) < len(after) else {})}


@SERVICE.action
def update_continuous_backups(call: Call, request: Document) -> Document:
    table = table_of(call, request["TableName"])
    table.recoverable = bool(request["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"])
    return _backups(table)


@SERVICE.action
def describe_continuous_backups(call: Call, request: Document) -> Document:
    return _backups(table_of(call, request["TableName"]))


def _check_billing(request: Document) -> None:
    if request.get("BillingMode", "PROVISIONED") == "PROVISIONED" and not request.get("ProvisionedThroughput"):
        message = "No provisioned throughput specified for the table"
        raise AwsError("ValidationException", f"One or more parameter values were invalid: {message}")


def _keys(request: Document) -> dict[str, str]:
    """The key attributes with their types.

    Raises:
        AwsError: ValidationException when the definitions are not exactly those of the keys.
    """
    types = {each["AttributeName"]: each["AttributeType"] for each in request["AttributeDefinitions"]}
    ordered = sorted(request["KeySchema"], key=lambda each: str(each["KeyType"]))
    names = [each["AttributeName"] for each in ordered]
    if [each["KeyType"] for each in ordered] not in (["HASH"], ["HASH", "RANGE"]):
        raise AwsError("ValidationException", "Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if missing := [name for name in names if name not in types]:
        message = f"Some index key attributes are not defined in AttributeDefinitions. Keys: {missing}"
        raise AwsError("ValidationException", f"One or more parameter values were invalid: {message}")
    if set(types) != set(names):
        message = "Number of attributes in KeySchema does not exactly match number of attributes defined in "
        raise AwsError(
            "ValidationException", f"One or more parameter values were invalid: {message}AttributeDefinitions"
        )
    return {name: types[name] for name in names}


def _backups(table: Table) -> Document:
    status = "ENABLED" if table.recoverable else "DISABLED"
    recovery = {"PointInTimeRecoveryStatus": status}
    backups = {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery}
    return {"ContinuousBackupsDescription": backups}


def _told(table: Table) -> Document:
    given = table.settings
    told: dict[str, Any] = {
        "TableName": table.name,
        "TableArn": table.arn,
        "TableId": table.id,
        "TableStatus": "ACTIVE",
        "CreationDateTime": table.created,
        "AttributeDefinitions": given["AttributeDefinitions"],
        "KeySchema": given["KeySchema"],
        "ItemCount": len(table.items),
        "DeletionProtectionEnabled": table.protected,
        "BillingModeSummary": {"BillingMode": given.get("BillingMode", "PROVISIONED")},
        "TableClassSummary": {"TableClass": given.get("TableClass", "STANDARD")},
    }
    if (sealed := given.get("SSESpecification") or {}).get("Enabled"):
        key = {"KMSMasterKeyArn": sealed["KMSMasterKeyId"]} if "KMSMasterKeyId" in sealed else {}
        told["SSEDescription"] = {"Status": "ENABLED", "SSEType": sealed.get("SSEType", "KMS"), **key}
    return told
