from dataclasses import replace

import pytest

from deployment.real_time import changes
from deployment.real_time.serving import Serving
from deployment.real_time.settings import InferenceConfig, Rollout
from deployment.release import ProductionVersion
from deployment.test.examples import GROUP_ARN, model_version

CONFIG = InferenceConfig("prod", "ml.m5.xlarge", 2, 0)


def test_each_fact_of_production_is_shown_as_it_is_and_as_it_becomes() -> None:
    before = ProductionVersion(f"{GROUP_ARN}/3", 3, 0.97)
    lines = list(
        changes.describe(model_version(4, 0.98), before, Serving(f"{GROUP_ARN}/3", "ml.m5.large", 2, 0, ()), CONFIG)
    )
    assert lines == [
        "  model version: 3 -> 4",
        "  auc: 0.9700 -> 0.9800",
        "  instance type: ml.m5.large -> ml.m5.xlarge",
        "  instance count: 2, as now",
        "  data capture %: 0, as now",
        "  rollout: all_at_once",
    ]


def test_an_approver_is_told_of_settings_that_change_only() -> None:
    assert changes.of_settings(Serving(f"{GROUP_ARN}/3", "ml.m5.large", 2, 0, ()), CONFIG) == (
        "instance type ml.m5.large -> ml.m5.xlarge",
    )
    assert changes.of_settings(None, CONFIG) == ()


def test_the_first_release_says_that_it_makes_the_endpoint() -> None:
    lines = list(changes.describe(model_version(4), None, None, CONFIG))
    assert lines == ["  endpoint: none yet, this release makes it with version 4"]


@pytest.mark.parametrize(
    ("rollout", "told"),
    [
        (Rollout("shadow"), "the version in service goes on answering, the new one gets copies of its requests"),
        (
            Rollout("ab", new_share_percent=30),
            "the new version answers 30 % of requests, the version in service the rest",
        ),
    ],
)
def test_an_approver_is_told_that_the_new_version_does_not_take_over(rollout: Rollout, told: str) -> None:
    now = Serving(f"{GROUP_ARN}/3", "ml.m5.xlarge", 2, 0, ())
    assert changes.of_settings(now, replace(CONFIG, rollout=rollout)) == (told,)
