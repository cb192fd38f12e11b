"""What is refused before anything is made, with AWS's words, and accepted once it is mended."""

from __future__ import annotations

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


def test_a_second_stack_of_the_same_name_is_refused(stacks: Stacks) -> None:
    name = stacks.create({"Topic": {"Type": "AWS::SNS::Topic"}})
    with pytest.raises(ClientError, match=rf"AlreadyExistsException.*Stack \[{name}\] already exists"):
        stacks.api.create_stack(StackName=name, TemplateBody='{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}')
