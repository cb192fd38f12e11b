"""Exports and imports between stacks."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.test_create import TOPIC


def exporting(export: str, value: str) -> dict[str, Any]:
    output = {"Value": value, "Export": {"Name": export}}
    return {"Resources": {"Topic": TOPIC}, "Outputs": {"Noun": output}}


def importing(export: str) -> dict[str, Any]:
    properties = {"DisplayName": {"Fn::ImportValue": {"Fn::Sub": export}}}
    return {"Importing": {**TOPIC, "Properties": properties}}


def test_a_value_goes_from_stack_to_stack(stacks: Stacks) -> None:
    export = f"export-{stacks.name()}"
    stacks.create(exporting(export, "shared"))
    name = stacks.create(importing(export))
    arn = stacks.physical(name)["Importing"]
    assert stacks.aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "shared"
    assert stacks.api.list_imports(ExportName=export)["Imports"] == [name]
    found = [item for page in stacks.api.get_paginator("list_exports").paginate() for item in page["Exports"]]
    assert {item["Name"]: item["Value"] for item in found}[export] == "shared"


def test_an_export_that_is_not_there_is_refused(stacks: Stacks) -> None:
    with pytest.raises(ClientError, match=r"No export named nobody-exports-this found\."):
        stacks.create(importing("nobody-exports-this"))


@pytest.mark.parametrize(
    ("export", "value", "words"),
    [
        ("a b", "x", "Export member must be specified and consist only of alphanumeric characters, colons, or hyphens"),
        ("a:b-c", " ", "Cannot export output Noun. Exported values must not be empty or whitespace-only."),
    ],
)
def test_an_export_has_a_plain_name_and_a_value(stacks: Stacks, export: str, value: str, words: str) -> None:
    name = stacks.create(exporting(export, value))
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert words in stacks.reasons(name)


def test_an_export_belongs_to_one_stack(stacks: Stacks) -> None:
    export = f"export-{stacks.name()}"
    first = stacks.create(exporting(export, "a"))
    second = stacks.create(exporting(export, "b"))
    assert stacks.status(second) == "ROLLBACK_COMPLETE"
    assert f"Export with name {export} is already exported by stack {first}" in stacks.reasons(second)


def test_an_export_in_use_neither_changes_nor_goes(stacks: Stacks) -> None:
    export = f"export-{stacks.name()}"
    owner = stacks.create(exporting(export, "a"))
    user = stacks.create(importing(export))
    assert stacks.update(owner, exporting(export, "b")) == "UPDATE_ROLLBACK_COMPLETE"
    assert f"Export {export} cannot be updated as it is in use by {user}" in stacks.reasons(owner)
    assert stacks.delete(owner) == "DELETE_FAILED"
    assert f"Export {export} cannot be deleted as it is in use by {user}" in stacks.reasons(owner)
    stacks.delete(user)
    assert stacks.delete(owner) == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match=f"Export '{export}' is not imported by any stack"):
        stacks.api.list_imports(ExportName=export)
