"""Rollbacks that fail, are continued, or are asked for later."""

from __future__ import annotations

import pickle
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.cloudformation.state import CloudFormationState
from tests.localaws.cloudformation.conftest import Stacks
from tests.localaws.cloudformation.test_create import TOPIC, failing
from tests.localaws.cloudformation.test_update import display, topic


def stuck(stacks: Stacks) -> tuple[str, str]:
    """A stack whose update failed, and whose topic cannot go back because it is gone; its name and the topic."""
    taken = f"taken-{uuid.uuid4().hex}"
    stacks.aws.client("s3").create_bucket(Bucket=taken)
    name = stacks.create({**topic("old"), "Inner": inner(stacks, 1)})
    arn = stacks.physical(name)["Topic"]
    slow = inner(stacks, 40, DependsOn="Topic")
    bad = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": taken}, "DependsOn": "Inner"}
    stacks.api.update_stack(StackName=name, TemplateBody=stacks.text({**topic("new"), "Inner": slow, "Bad": bad}))
    stacks.until(name, ("Topic", "UPDATE_COMPLETE"))
    stacks.aws.client("sns").delete_topic(TopicArn=arn)
    stacks.settled(name)
    return name, arn


def inner(stacks: Stacks, count: int, **more: Any) -> dict[str, Any]:
    """A stack in a stack, of so many topics."""
    url = stacks.template_url({"Resources": {f"T{number}": TOPIC for number in range(count)}})
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}, **more}


def test_a_rollback_that_fails_says_which_resource_is_stuck(stacks: Stacks) -> None:
    name, _ = stuck(stacks)
    assert stacks.status(name) == "UPDATE_ROLLBACK_FAILED"
    assert "The following resource(s) failed to update: [Topic]. " in stacks.reasons(name)
    with pytest.raises(ClientError, match="is in UPDATE_ROLLBACK_FAILED state and can not be updated"):
        stacks.update(name, topic("newer"))


def test_a_failed_rollback_is_continued_once_it_can_be(stacks: Stacks) -> None:
    name, arn = stuck(stacks)
    stacks.api.continue_update_rollback(StackName=name)
    assert stacks.settled(name)["StackStatus"] == "UPDATE_ROLLBACK_FAILED"
    stacks.aws.client("sns").create_topic(Name=arn.rsplit(":", 1)[1])
    stacks.api.continue_update_rollback(StackName=name)
    assert stacks.settled(name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE", stacks.reasons(name)
    assert display(stacks, name) == "old"
    assert set(stacks.physical(name)) == {"Topic", "Inner"}


def test_a_stuck_resource_is_skipped_by_its_name_only(stacks: Stacks) -> None:
    name, _ = stuck(stacks)
    with pytest.raises(ClientError, match=r"not in UPDATE_FAILED state because of a rollback: \['Inner'\]"):
        stacks.api.continue_update_rollback(StackName=name, ResourcesToSkip=["Inner"])
    stacks.api.continue_update_rollback(StackName=name, ResourcesToSkip=["Topic"])
    assert stacks.settled(name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.events(name).count(("Topic", "UPDATE_COMPLETE")) == 2


def test_only_a_failed_rollback_is_continued(stacks: Stacks) -> None:
    name = stacks.create(topic("old"))
    with pytest.raises(ClientError, match="is in CREATE_COMPLETE state and can not continue its rollback"):
        stacks.api.continue_update_rollback(StackName=name)
    with pytest.raises(ClientError, match="is in CREATE_COMPLETE state and can not roll back"):
        stacks.api.rollback_stack(StackName=name)


def test_a_failed_creation_is_rolled_back_later(stacks: Stacks) -> None:
    name = stacks.create(failing(stacks), DisableRollback=True)
    stacks.api.rollback_stack(StackName=name)
    assert stacks.settled(name)["StackStatus"] == "ROLLBACK_COMPLETE"
    assert ("Topic", "DELETE_COMPLETE") in stacks.events(name)


def test_failed_updates_are_rolled_back_to_the_last_stable_state(stacks: Stacks) -> None:
    name = stacks.create(topic("old"))
    first = {**topic("new"), "Fresh": TOPIC, "Bucket": failing(stacks)["Bucket"]}
    assert stacks.update(name, first, DisableRollback=True) == "UPDATE_FAILED"
    second = {**first, **topic("newer")}
    assert stacks.update(name, second, DisableRollback=True) == "UPDATE_FAILED"
    assert display(stacks, name) == "newer"
    stacks.api.rollback_stack(StackName=name)
    assert stacks.settled(name)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE", stacks.reasons(name)
    assert display(stacks, name) == "old"
    assert set(stacks.physical(name)) == {"Topic"}


def test_an_update_asked_for_twice_with_one_token_runs_once(stacks: Stacks) -> None:
    name = stacks.create(topic("old"))
    wanted = {"StackName": name, "TemplateBody": stacks.text(topic("new")), "ClientRequestToken": "once"}
    first = stacks.api.update_stack(**wanted)["StackId"]
    assert stacks.api.update_stack(**wanted)["StackId"] == first
    stacks.settled(name)
    assert stacks.api.update_stack(**wanted)["StackId"] == first
    assert stacks.events(name).count((name, "UPDATE_IN_PROGRESS")) == 1


def test_what_is_stuck_is_remembered_across_a_restart(stacks: Stacks) -> None:
    name, _ = stuck(stacks)
    state = stacks.aws.world.state(CloudFormationState, "123456789012", "us-east-1")
    stack = pickle.loads(pickle.dumps(state.find(name)))
    assert [item.old.logical_id for item in stack.unfinished.undos] == ["Topic"]
    assert stack.unfinished.undos[0].old.properties == {"DisplayName": "old"}
