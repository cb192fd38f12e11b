"""What is refused before anything is made, with AWS's words, and accepted once it is mended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.refusals import names, parameters, properties, structure
from tests.localaws.cloudformation.refusals.rows import Row

TABLE = {row.sentence: row for topic in (structure, parameters, names, properties) for row in topic.ROWS}


@pytest.mark.parametrize("sentence", TABLE)
def test_it_is_refused_when(stacks: Stacks, sentence: str) -> None:
    row, name = TABLE[sentence], stacks.name()
    with pytest.raises(ClientError) as refusal:
        stacks.api.create_stack(**{"StackName": name, **row.bad_request})
    assert refusal.value.response["Error"]["Code"] == row.code, refusal.value
    assert row.words in refusal.value.response["Error"]["Message"]
    with pytest.raises(ClientError, match=f"Stack with id {name} does not exist"):
        stacks.describe(name)


@pytest.mark.parametrize("sentence", TABLE)
def test_it_is_accepted_once_it_is_mended_that(stacks: Stacks, sentence: str) -> None:
    name = stacks.name()
    request = {"StackName": name, "ChangeSetName": "mended", "ChangeSetType": "CREATE", **TABLE[sentence].good_request}
    assert stacks.api.create_change_set(**request)["StackId"]
    assert stacks.status(name) == "REVIEW_IN_PROGRESS"


def test_the_table_tells_many_mistakes_apart() -> None:
    rows: list[Row] = list(TABLE.values())
    assert len(rows) == sum(len(topic.ROWS) for topic in (structure, parameters, names, properties)) >= 150
    assert all(row.good_request != row.bad_request for row in rows)


def test_a_template_in_s3_may_be_longer_but_not_endless(stacks: Stacks) -> None:
    template: dict[str, Any] = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    good = stacks.template_url({**template, "Metadata": {"a": "x" * 900_000}})
    bad = stacks.template_url({**template, "Metadata": {"a": "x" * 1_000_000}})
    assert stacks.api.validate_template(TemplateURL=good)["Parameters"] == []
    with pytest.raises(ClientError, match="Template may not exceed 1000000 bytes in size"):
        stacks.api.validate_template(TemplateURL=bad)


def test_of_many_stacks_of_one_name_made_at_once_one_is_made(stacks: Stacks) -> None:
    name, api = stacks.name(), stacks.api
    body = stacks.text({"Topic": {"Type": "AWS::SNS::Topic"}})

    def create(_: int) -> str:
        try:
            return str(api.create_stack(StackName=name, TemplateBody=body)["StackId"])
        except ClientError as error:
            return str(error.response["Error"]["Code"])

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(create, range(8)))
    assert answers.count("AlreadyExistsException") == 7
    assert stacks.settled(name)["StackStatus"] == "CREATE_COMPLETE"


def test_a_second_stack_of_the_same_name_is_refused(stacks: Stacks) -> None:
    name = stacks.create({"Topic": {"Type": "AWS::SNS::Topic"}})
    with pytest.raises(ClientError, match=rf"AlreadyExistsException.*Stack \[{name}\] already exists"):
        stacks.api.create_stack(StackName=name, TemplateBody='{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}')
