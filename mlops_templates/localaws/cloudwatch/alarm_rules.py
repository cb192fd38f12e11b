"""What CloudWatch refuses of an alarm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlops_templates.localaws.cloudwatch.composite_rule import BadRuleError, parse
from mlops_templates.localaws.cloudwatch.evaluation import COMPARISONS
from mlops_templates.localaws.cloudwatch.state import ACTIONS
from mlops_templates.localaws.cloudwatch.statistics import OTHER_EXTENDED, PERCENTILE
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

if TYPE_CHECKING:
    from mlops_templates.localaws.call import Call

DAY, WEEK, HOUR = 86_400, 604_800, 3600
TREATMENTS = ("breaching", "notBreaching", "ignore", "missing")
NEEDED = ("MetricName", "Namespace", "Period", "EvaluationPeriods", "Threshold", "ComparisonOperator")
_TOPIC = re.compile(r"arn:aws[\w-]*:sns:(?P<region>[a-z0-9-]+):\d{12}:[\w.-]{1,256}")
_ARN = re.compile(r"arn:aws[\w-]*:[\w-]+:[\w-]*:[\w-]*:.+")


def check_metric_alarm(call: Call, request: Document) -> None:
    """Refuse an alarm that could never be judged.

    Raises:
        AwsError: ValidationError, or InvalidParameterCombination.
    """
    check_actions(call, request)
    if missing := [name for name in NEEDED if request.get(name) is None]:
        path = missing[0][:1].lower() + missing[0][1:]
        raise _invalid(
            f"1 validation error detected: Value null at '{path}' failed to satisfy constraint: Member must not be null"
        )
    if request["ComparisonOperator"] not in COMPARISONS:
        raise not_emulated(f"cloudwatch:PutMetricAlarm ComparisonOperator {request['ComparisonOperator']}")
    check_statistic(request)
    _check_periods(request)
    treatment = request.get("TreatMissingData", "missing")
    if treatment not in TREATMENTS:
        raise _invalid(f"Option {treatment} is not supported for TreatMissingData, use one of {', '.join(TREATMENTS)}")
    check_dimensions(request.get("Dimensions") or [])


def check_composite_alarm(call: Call, request: Document) -> None:
    """Refuse a rule that cannot be read or that is about the alarm itself.

    Raises:
        AwsError: ValidationError.
    """
    check_actions(call, request)
    try:
        _, names = parse(request["AlarmRule"])
    except BadRuleError as error:
        raise _invalid(f"AlarmRule must be a valid expression: {error}"[:300]) from error
    own = (request["AlarmName"], call.arn("cloudwatch", f"alarm:{request['AlarmName']}"))
    if any(name in own for name in names):
        raise _invalid(f"AlarmRule of {request['AlarmName']} must not depend on itself")


def check_actions(call: Call, request: Document) -> None:
    """Refuse actions that are no ARNs, or topics of another region.

    Raises:
        AwsError: ValidationError, or NotEmulated for actions other than topics.
    """
    for arn in (arn for name in ACTIONS.values() for arn in request.get(name) or ()):
        if not _ARN.fullmatch(arn):
            raise _invalid(f"Invalid arn syntax: {arn}")
        topic = _TOPIC.fullmatch(arn)
        if topic is None:
            raise not_emulated(f"the alarm action {arn}")
        if topic["region"] != call.region:
            raise _invalid(f"Invalid region {topic['region']} specified. Only {call.region} is supported.")


def check_statistic(request: Document) -> None:
    """Refuse both kinds of statistic, none, and one that does not exist.

    Raises:
        AwsError: ValidationError or NotEmulated.
    """
    simple, extended = request.get("Statistic"), request.get("ExtendedStatistic")
    if bool(simple) == bool(extended):
        raise _invalid("Exactly one of Statistic and ExtendedStatistic must be specified")
    if extended:
        check_extended(extended)


def check_extended(statistic: str) -> None:
    if OTHER_EXTENDED.fullmatch(statistic):
        raise not_emulated(f"the statistic {statistic}")
    if not PERCENTILE.fullmatch(statistic):
        raise _invalid(f"The value {statistic} for parameter ExtendedStatistic is not supported.")


def check_dimensions(dimensions: list[Document]) -> None:
    names = [each["Name"] for each in dimensions]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise _invalid(f"No duplicate dimension names are allowed: {twice}")


def _check_periods(request: Document) -> None:
    period, periods = int(request["Period"]), int(request["EvaluationPeriods"])
    if period not in (10, 20, 30) and period % 60:
        raise _invalid("Period must be 10, 20, 30 or a multiple of 60")
    longest, words = (WEEK, "7 days") if period >= HOUR else (DAY, "a day")
    if period * periods > longest:
        message = (
            f"Metrics cannot be checked across more than {words} (EvaluationPeriods * Period must be <= {longest})."
        )
        raise _invalid(message)
    if int(request.get("DatapointsToAlarm") or 1) > periods:
        raise _invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods")


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationError", message)
