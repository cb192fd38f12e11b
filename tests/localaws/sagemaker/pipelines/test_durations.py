from datetime import timedelta

import pytest

from mlops_templates.localaws.sagemaker.pipelines.durations import parse


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P30D", timedelta(days=30)),
        ("p30d", timedelta(days=30)),
        ("PT1H30M", timedelta(hours=1, minutes=30)),
        ("P1Y2M3W4DT5S", timedelta(days=365 + 60 + 21 + 4, seconds=5)),
    ],
)
def test_an_iso_duration_is_read(text, duration):
    assert parse(text) == duration


@pytest.mark.parametrize("text", ["30d", "P", "PT", "P1H", "one day"])
def test_another_text_is_not_a_duration(text):
    with pytest.raises(ValueError, match="is not an ISO 8601 duration"):
        parse(text)
