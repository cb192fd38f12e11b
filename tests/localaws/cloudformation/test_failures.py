"""What fails only when it is made: the reason of the resource, the rollback, and success once it is mended."""

from __future__ import annotations

import pytest

from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.refusals.made import ROWS

TABLE = {row.sentence: row for row in ROWS}


def take_names(stacks: Stacks, name: str) -> None:
    """Everything that the bad templates of a stack of this name want for themselves."""
    aws = stacks.aws
    aws.client("s3").create_bucket(Bucket=f"{name}-taken")
    aws.client("ssm").put_parameter(Name=f"/{name}/taken", Value="a", Type="String")
    aws.client("logs").create_log_group(logGroupName=f"/{name}/taken")
    topic = {"Topic": {"Type": "AWS::SNS::Topic"}}
    stacks.create({"Resources": topic, "Outputs": {"O": {"Value": "a", "Export": {"Name": f"{name}-taken"}}}})


@pytest.mark.parametrize("sentence", TABLE)
def test_a_stack_is_rolled_back_and_made_once_it_is_mended_when(stacks: Stacks, sentence: str) -> None:
    row, name = TABLE[sentence], stacks.name()
    take_names(stacks, name)
    stacks.api.create_stack(StackName=name, **row.bad_request)
    assert stacks.settled(name)["StackStatus"] == "ROLLBACK_COMPLETE"
    assert row.words in stacks.reasons(name)
    assert not row.code or (row.code, "CREATE_FAILED") in stacks.events(name)
    assert stacks.delete(name) == "DELETE_COMPLETE"
    stacks.api.create_stack(StackName=name, **row.good_request)
    assert stacks.settled(name)["StackStatus"] == "CREATE_COMPLETE", stacks.reasons(name)
    assert stacks.delete(name) == "DELETE_COMPLETE", stacks.reasons(name)
