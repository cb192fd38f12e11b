from datetime import timedelta

import pytest

from mlops_templates.policy import EndOfLife, EndOfLifeNear
from mlops_templates.versions import versions
from tests.policy.linted import messages, resource

RUNTIME = versions("lambda_runtimes")["python3.12"]
FUNCTION = resource("AWS::Lambda::Function", Runtime=RUNTIME.name)


def on_day(rule: EndOfLife | EndOfLifeNear, days_before: int) -> list[str]:
    rule.configure({"build_date": str(RUNTIME.end_of_life - timedelta(days=days_before))})
    return messages(rule, FUNCTION)


@pytest.mark.parametrize(
    ("days_before", "warned", "refused"), [(181, 0, 0), (180, 1, 0), (1, 1, 0), (0, 0, 1), (-1, 0, 1)]
)
def test_half_a_year_before_its_end_it_is_warned_of_and_at_its_end_refused(days_before: int, warned: int, refused: int):
    assert len(on_day(EndOfLifeNear(), days_before)) == warned
    assert len(on_day(EndOfLife(), days_before)) == refused


def test_warning_says_when():
    assert on_day(EndOfLifeNear(), 100) == [f"python3.12 ends within 180 days, on {RUNTIME.end_of_life}: move on"]


def test_day_of_the_environment_counts_when_none_is_stated(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_TEMPLATES_BUILD_DATE", str(RUNTIME.end_of_life))
    assert len(messages(EndOfLife(), FUNCTION)) == 1
