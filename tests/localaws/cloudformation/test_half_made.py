"""Why a resource could not be made is told, whatever becomes of its half."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.cloudformation.half_made import undone_by
from mlops_templates.localaws.errors import AwsError


def refuse() -> None:
    raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no deletion"}}, "DeleteThing")


def test_the_reason_of_the_failure_outlives_a_deletion_that_is_refused() -> None:
    with pytest.raises(AwsError, match="the reason"), undone_by(refuse):
        raise AwsError("ValidationException", "the reason")


def test_the_half_is_deleted() -> None:
    deleted: list[str] = []
    with pytest.raises(AwsError), undone_by(lambda: deleted.append("half")):
        raise AwsError("ValidationException", "the reason")
    assert deleted == ["half"]
