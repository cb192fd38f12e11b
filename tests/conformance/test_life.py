"""What the suite says of a life; that a whole one is lived is tried with a product of a second package."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.conformance import Verdict
from mlops_templates.conformance.form import filled_in
from mlops_templates.conformance.leftovers import leftovers
from mlops_templates.conformance.life import Way, lives
from mlops_templates.conformance.time_limit import within
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.projects import Retained
from mlops_templates.publish import Clients
from tests.conformance.products import asks, rendering, topic

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/s/1"
KEPT = Retained("AWS::S3::Bucket", "data")


class Stacks:
    """A CloudFormation that tells events of one stack, the newest first."""

    def __init__(self, **statuses: str) -> None:
        self._statuses = statuses

    def get_paginator(self, name: str) -> "Stacks":
        assert name == "describe_stack_events"
        return self

    def paginate(self, StackName: str) -> Iterator[dict[str, Any]]:
        rows = [("AWS::CloudFormation::Stack", StackName, "s", "DELETE_COMPLETE")]
        rows += [("AWS::S3::Bucket", name, name, status) for name, status in self._statuses.items()]
        rows += [("AWS::S3::BucketPolicy", "p", "Policy", "DELETE_SKIPPED")]
        rows += [("AWS::S3::Bucket", name, name, "CREATE_COMPLETE") for name in self._statuses]
        names = ("ResourceType", "PhysicalResourceId", "LogicalResourceId", "ResourceStatus")
        yield {"StackEvents": [dict(zip(names, row, strict=True)) for row in rows]}


def left(*stated: Retained, **statuses: str) -> list[str]:
    stacks = Stacks(**statuses)
    return leftovers(STACK, stated, Clients(stacks, *[None] * 5))


def test_what_was_stated_may_stay_and_the_rest_goes():
    assert left(KEPT, data="DELETE_SKIPPED", other="DELETE_COMPLETE") == []


def test_what_stays_without_being_stated_is_told():
    assert left(data="DELETE_SKIPPED") == ["1 AWS::S3::Bucket stay, and deleting the project does not say so"]


def test_what_was_stated_and_is_gone_is_told():
    assert left(KEPT, data="DELETE_COMPLETE") == [
        "1 AWS::S3::Bucket are gone, and deleting the project says that they stay"
    ]


def test_what_another_account_holds_is_not_looked_for_here():
    assert left(KEPT, Retained("AWS::CloudFormation::Stack", "prod", "444455556666"), data="DELETE_SKIPPED") == []


def test_what_was_never_deleted_is_told():
    assert left(KEPT, data="DELETE_SKIPPED", other="DELETE_FAILED") == ["other is still there, in DELETE_FAILED"]


class Account:
    """An account with one connection."""

    arn = "arn:aws:codeconnections:us-east-1:111122223333:connection/1"

    def client(self, service: str) -> "Account":
        assert service == "codeconnections"
        return self

    def list_connections(self) -> dict[str, Any]:
        return {"Connections": [{"ConnectionArn": self.arn}]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"AllowedPattern": "^[0-9]{12}$"}, "111122223333"),
        ({"AllowedPattern": "^arn:aws:codeconnections:.*$"}, Account.arn),
        ({"AllowedPattern": "[a-z]+/[a-z-]+"}, "conformance/model-build"),
        ({"AllowedValues": ["small", "large"]}, "small"),
        ({"AllowedPattern": "[A-Z]{3}"}, None),
        ({"Default": "own"}, None),
    ],
    ids=str,
)
def test_form_is_filled_in_with_what_fits(field: dict[str, Any], value: str | None):
    fields, missing = filled_in({"Field": field}, {}, Account())
    assert fields.get("Field") == value
    assert missing == ([] if value or "Default" in field else ["Field"])


def test_two_fields_of_one_kind_get_two_values():
    account = {"AllowedPattern": "[0-9]{12}"}
    fields, _ = filled_in({"Staging": account, "Production": account}, {}, Account())
    assert fields == {"Staging": "111122223333", "Production": "444455556666"}


def test_what_was_given_counts_and_what_no_field_takes_does_not():
    fields, missing = filled_in({"Field": {"AllowedPattern": "[0-9]{12}"}}, {"Field": "x", "Other": "y"}, Account())
    assert (fields, missing) == ({"Field": "x"}, [])


@pytest.mark.parametrize("filled", [{}, {"Other": "x"}], ids=["nothing", "something else"])
def test_form_that_must_be_filled_in_is_asked_for(filled: dict[str, str], tmp_path: Path):
    [check] = lives([rendering(asks)], Way(("s3",), filled, 60), tmp_path / "state")
    assert check.verdict is Verdict.NOT_RUN
    assert "--parameter Name=VALUE" in check.told


def test_work_within_its_time_gives_its_result() -> None:
    assert within(60, lambda: "done") == "done"


def test_work_that_fails_within_its_time_says_why() -> None:
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 / 0)


def test_nobody_waits_for_work_beyond_its_time() -> None:
    forever = threading.Event()
    with pytest.raises(MlopsTemplatesError, match=r"not done after 0\.01 seconds"):
        within(0.01, forever.wait)
    forever.set()


def test_what_does_not_fit_into_the_time_is_a_fault_of_its_part(tmp_path: Path) -> None:
    [check] = lives([rendering(topic)], Way(("s3",), {}, 1e-6), tmp_path / "state")
    assert (check.name, check.verdict) == ("publish", Verdict.FAILED)
    assert "give it longer with --time-limit" in check.faults[0]
