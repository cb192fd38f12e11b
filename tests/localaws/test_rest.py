"""Operations of services that speak REST with JSON are told by method and path."""

from __future__ import annotations

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from mlops_templates.localaws.rest import operation_of


def request(method: str, path: str) -> Request:
    environ = EnvironBuilder(method=method, path="/seen/decoded", query_string=path.partition("?")[2]).get_environ()
    return Request({**environ, "RAW_URI": path})


@pytest.mark.parametrize(
    ("service", "method", "path", "operation", "labels"),
    [
        ("scheduler", "POST", "/schedules/nightly", "CreateSchedule", {"Name": "nightly"}),
        ("scheduler", "PUT", "/schedules/nightly", "UpdateSchedule", {"Name": "nightly"}),
        ("scheduler", "GET", "/schedules", "ListSchedules", {}),
        ("scheduler", "GET", "/schedules?ScheduleGroup=default", "ListSchedules", {}),
        ("scheduler", "GET", "/schedules/a%20b", "GetSchedule", {"Name": "a b"}),
        (
            "scheduler",
            "GET",
            "/tags/arn%3Aaws%3Ascheduler%3A%3Aschedule-group%2Fmine",
            "ListTagsForResource",
            {"ResourceArn": "arn:aws:scheduler::schedule-group/mine"},
        ),
        ("apigateway", "POST", "/restapis/a/resources/b", "CreateResource", {"restapi_id": "a", "parent_id": "b"}),
        ("apigateway", "POST", "/restapis?mode=import", "ImportRestApi", {}),
        ("apigateway", "POST", "/restapis", "CreateRestApi", {}),
    ],
)
def test_method_and_path_tell_the_operation(
    service: str, method: str, path: str, operation: str, labels: dict[str, str]
) -> None:
    assert operation_of(service, request(method, path)) == (operation, labels)


@pytest.mark.parametrize(
    ("service", "method", "path"),
    [
        ("scheduler", "PATCH", "/schedules/nightly"),
        ("scheduler", "GET", "/schedules/nightly/more"),
        ("scheduler", "GET", "/"),
        ("sqs", "GET", "/schedules"),
        ("no-such-service", "GET", "/schedules"),
    ],
)
def test_what_no_operation_looks_like_is_none(service: str, method: str, path: str) -> None:
    assert operation_of(service, request(method, path)) is None
