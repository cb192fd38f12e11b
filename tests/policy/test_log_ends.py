import pytest

from mlops_templates.policy import LogEnds
from tests.policy.linted import messages, resource

LOG = "AWS::Logs::LogGroup"


@pytest.mark.parametrize("days", [90, {"Ref": "Days"}], ids=["days", "parameter"])
def test_log_group_with_an_end_is_accepted(days: object):
    assert messages(LogEnds(), resource(LOG, RetentionInDays=days)) == []


def test_log_group_that_keeps_everything_is_refused():
    assert messages(LogEnds(), resource(LOG)) == ["R: set RetentionInDays, such as 90"]
