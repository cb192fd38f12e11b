"""Tables and whole items, and the common mistakes with them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.conftest import Aws

KEY = {"AttributeName": "Team", "KeyType": "HASH"}
DEFINED = {"AttributeName": "Team", "AttributeType": "S"}


def made(aws: Aws, **more: Any) -> str:
    name = f"teams-{uuid.uuid4().hex[:8]}"
    asked = {"KeySchema": [KEY], "AttributeDefinitions": [DEFINED], "BillingMode": "PAY_PER_REQUEST", **more}
    aws.client("dynamodb").create_table(TableName=name, **asked)
    return name


def test_an_item_is_found_by_its_key_and_replaced_as_a_whole(aws: Aws) -> None:
    api, name = aws.client("dynamodb"), made(aws)
    api.put_item(TableName=name, Item={"Team": {"S": "risk"}, "Old": {"S": "x"}})
    api.put_item(TableName=name, Item={"Team": {"S": "risk"}, "Status": {"S": "there"}})
    found = api.get_item(TableName=name, Key={"Team": {"S": "risk"}})["Item"]
    assert found == {"Team": {"S": "risk"}, "Status": {"S": "there"}}


def test_a_scan_comes_in_pages(aws: Aws) -> None:
    api, name = aws.client("dynamodb"), made(aws)
    for team in ("a", "b", "c"):
        api.put_item(TableName=name, Item={"Team": {"S": team}})
    pages = list(api.get_paginator("scan").paginate(TableName=name, PaginationConfig={"PageSize": 2}))
    assert [[item["Team"]["S"] for item in page["Items"]] for page in pages] == [["a", "b"], ["c"]]


def test_a_table_of_that_name_is_refused(aws: Aws) -> None:
    name = made(aws)
    with pytest.raises(ClientError, match=f"ResourceInUseException.*Table already exists: {name}"):
        aws.client("dynamodb").create_table(
            TableName=name, KeySchema=[KEY], AttributeDefinitions=[DEFINED], BillingMode="PAY_PER_REQUEST"
        )


def test_a_protected_table_stays(aws: Aws) -> None:
    api, name = aws.client("dynamodb"), made(aws, DeletionProtectionEnabled=True)
    with pytest.raises(ClientError, match="currently protected against deletion"):
        api.delete_table(TableName=name)
    api.update_table(TableName=name, DeletionProtectionEnabled=False)
    api.delete_table(TableName=name)
    with pytest.raises(ClientError, match=f"ResourceNotFoundException.*Table: {name} not found"):
        api.describe_table(TableName=name)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"Other": {"S": "x"}}, "Missing the key Team in the item"),
        ({"Team": {"N": "1"}}, "Type mismatch for key Team expected: S actual: N"),
        ({"Team": {"S": ""}}, "cannot contain an empty string value"),
    ],
)
def test_an_item_has_its_key(aws: Aws, item: dict[str, Any], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        aws.client("dynamodb").put_item(TableName=made(aws), Item=item)


def test_an_expression_is_refused_by_name(aws: Aws) -> None:
    with pytest.raises(ClientError, match="not emulated: dynamodb:Scan FilterExpression"):
        aws.client("dynamodb").scan(TableName="any", FilterExpression="attribute_exists(Team)")


def test_the_table_is_what_is_asked_for(aws: Aws) -> None:
    name = made(aws)
    person = aws.account.as_role(aws.account.role(f"reads-{name}", allows=["dynamodb:GetItem"]))
    person.client("dynamodb").get_item(TableName=name, Key={"Team": {"S": "risk"}})
    with pytest.raises(ClientError, match=f"dynamodb:PutItem on resource: .*:table/{name}"):
        person.client("dynamodb").put_item(TableName=name, Item={"Team": {"S": "risk"}})
