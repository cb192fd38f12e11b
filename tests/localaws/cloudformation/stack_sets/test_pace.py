"""How far an operation goes: failures borne, accounts at one time, regions in their order."""

from __future__ import annotations

from typing import Any

import pytest

from mlops_templates.localaws.cloudformation.stack_sets.preferences import in_order, pace
from tests.conftest import REGION
from tests.localaws.cloudformation.conftest import wait_until
from tests.localaws.cloudformation.stack_sets.conftest import OTHER_REGION, StackSets


@pytest.mark.parametrize(
    ("preferences", "accounts", "tolerated", "at_once"),
    [
        ({}, 10, 0, 1),
        ({"FailureToleranceCount": 3, "MaxConcurrentCount": 8}, 10, 3, 4),
        ({"FailureTolerancePercentage": 25, "MaxConcurrentPercentage": 20}, 10, 2, 2),
        ({"MaxConcurrentPercentage": 1}, 10, 0, 1),
        ({"MaxConcurrentCount": 8, "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE"}, 10, 0, 8),
    ],
    ids=["the default", "one more than is tolerated", "percentages round down", "one at least", "soft"],
)
def test_preferences_say_how_many_at_once_and_how_many_failures(
    preferences: dict[str, Any], accounts: int, tolerated: int, at_once: int
) -> None:
    found = pace(preferences, accounts)
    assert (found.tolerated, found.room(0)) == (tolerated, at_once)


def test_failures_make_a_strict_operation_slower() -> None:
    found = pace({"FailureToleranceCount": 3, "MaxConcurrentCount": 8}, 10)
    assert [found.room(failed) for failed in range(4)] == [4, 3, 2, 1]


def test_regions_come_in_their_order_then_by_name() -> None:
    order = {"RegionOrder": ["us-west-2", "eu-west-1", "ap-south-1"]}
    assert in_order({"us-east-1", "eu-west-1", "ca-central-1", "us-west-2"}, order) == [
        "us-west-2",
        "eu-west-1",
        "ca-central-1",
        "us-east-1",
    ]


def statuses(operation: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {place: each["Status"] for place, each in operation["results"].items()}


def test_an_operation_ends_after_the_first_failure(sets: StackSets) -> None:
    bad, good, name = "400000000002", sets.target(), sets.create()
    operation = sets.add(name, [bad, good])
    assert operation["Status"] == "FAILED"
    assert operation["StatusDetails"] == {"FailedStackInstancesCount": 1}
    assert statuses(operation) == {(bad, REGION): "FAILED", (good, REGION): "CANCELLED"}
    words = "Cancelled since failure tolerance has exceeded"
    assert operation["results"][good, REGION]["StatusReason"] == words
    instance = sets.instance(name, good)
    assert (instance["Status"], instance["StatusReason"]) == ("OUTDATED", words)
    assert "StackId" not in instance


def test_tolerated_failures_leave_an_operation_succeeded(sets: StackSets) -> None:
    bad, good, name = "400000000002", sets.target(), sets.create()
    operation = sets.add(name, [bad, good], OperationPreferences={"FailureToleranceCount": 1})
    assert operation["Status"] == "SUCCEEDED"
    assert statuses(operation) == {(bad, REGION): "FAILED", (good, REGION): "SUCCEEDED"}


def test_a_failed_region_ends_the_regions_after_it(sets: StackSets) -> None:
    bad, name = "400000000002", sets.create()
    operation = sets.add(name, [bad], [REGION, OTHER_REGION], OperationPreferences={"RegionOrder": [REGION]})
    assert statuses(operation) == {(bad, REGION): "FAILED", (bad, OTHER_REGION): "CANCELLED"}


def test_regions_in_parallel_do_not_wait_for_each_other(sets: StackSets) -> None:
    bad, name = "400000000002", sets.create()
    operation = sets.add(
        name, [bad], [REGION, OTHER_REGION], OperationPreferences={"RegionConcurrencyType": "PARALLEL"}
    )
    assert (operation["Status"], set(statuses(operation).values())) == ("FAILED", {"FAILED"})


def test_the_operation_tells_the_preferences_it_works_by(sets: StackSets) -> None:
    operation = sets.add(sets.create(), [sets.target()], OperationPreferences={"MaxConcurrentPercentage": 50})
    assert operation["OperationPreferences"] == {
        "RegionConcurrencyType": "SEQUENTIAL",
        "RegionOrder": [],
        "FailureToleranceCount": 0,
        "MaxConcurrentPercentage": 50,
        "ConcurrencyMode": "STRICT_FAILURE_TOLERANCE",
    }


def test_a_stopped_operation_begins_nothing_more(sets: StackSets) -> None:
    accounts, name = [sets.target() for _ in range(6)], sets.create()
    answer = sets.api.create_stack_instances(StackSetName=name, Accounts=accounts, Regions=[REGION])
    wait_until(lambda: sets.instance(name, accounts[0]), lambda found: found.get("StackId"))
    sets.api.stop_stack_set_operation(StackSetName=name, OperationId=answer["OperationId"])
    operation = sets.finished(name, answer)
    assert operation["Status"] == "STOPPED"
    assert statuses(operation)[accounts[-1], REGION] == "CANCELLED"
    assert sets.instance(name, accounts[-1])["Status"] == "OUTDATED"
