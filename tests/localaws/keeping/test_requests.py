"""Which requests are waited for: every one that may change something."""

from __future__ import annotations

import pytest

from mlops_templates.localaws.catalogue import OWN, service_named
from mlops_templates.localaws.keeping.requests import changes, parts_of
from mlops_templates.localaws.routing import Target

CHANGING = (
    "Abort", "Accept", "Add", "Approve", "Assign", "Associate", "Assume", "Attach", "Authorize", "Batch", "Cancel",
    "Change",
    "Complete", "Continue", "Copy", "Create", "Delete", "Deregister", "Detach", "Disable", "Disassociate", "Enable",
    "Execute", "Import", "Initiate", "Merge", "Modify", "Override", "Post", "Provision", "Publish", "Put",
    "Receive", "Register", "Reject",
    "Remove",
    "Replace", "Retry", "Revoke", "Rollback", "Send", "Set", "Start", "Stop", "Submit", "Tag", "Terminate", "Test",
    "Untag",
    "Update", "Upload",
)  # fmt: skip


@pytest.mark.parametrize("service", [*OWN])
def test_every_action_of_ours_reads_or_changes_as_its_name_says(service: str) -> None:
    actions = service_named(service).actions
    assert actions
    unknown = [
        name
        for name in actions
        if changes(Target(service, name, "json")) and not name.startswith((*CHANGING, "InvokeEndpointAsync"))
    ]
    assert unknown == []


def test_reading_a_message_or_assuming_a_role_is_a_change() -> None:
    assert changes(Target("sqs", "ReceiveMessage", "json"))
    assert changes(Target("sts", "AssumeRole", "query"))
    assert not changes(Target("s3", "GetObject", "rest-xml"))
    assert not changes(Target("kms", "Decrypt", "json"))


def test_what_nobody_here_answers_is_of_no_part() -> None:
    assert parts_of(Target("glue", "CreateJob", "json")) == ()
