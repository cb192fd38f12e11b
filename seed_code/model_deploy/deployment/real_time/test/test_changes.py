from deployment.real_time import changes
from deployment.real_time.serving import Serving
from deployment.real_time.settings import InferenceConfig
from deployment.release import ProductionVersion
from deployment.test.examples import GROUP_ARN, model_version

CONFIG = InferenceConfig("prod", "ml.m5.xlarge", 2, 0)


def test_each_fact_of_production_is_shown_as_it_is_and_as_it_becomes() -> None:
    before = ProductionVersion(f"{GROUP_ARN}/3", 3, 0.97)
    lines = list(
        changes.describe(model_version(4, 0.98), before, Serving(f"{GROUP_ARN}/3", "ml.m5.large", 2, 0), CONFIG)
    )
    assert lines == [
        "  model version: 3 -> 4",
        "  auc: 0.9700 -> 0.9800",
        "  instance type: ml.m5.large -> ml.m5.xlarge",
        "  instance count: 2, as now",
        "  data capture %: 0, as now",
    ]


def test_an_approver_is_told_of_settings_that_change_only() -> None:
    assert changes.of_settings(Serving(f"{GROUP_ARN}/3", "ml.m5.large", 2, 0), CONFIG) == (
        "instance type ml.m5.large -> ml.m5.xlarge",
    )
    assert changes.of_settings(None, CONFIG) == ()


def test_the_first_release_says_that_it_makes_the_endpoint() -> None:
    lines = list(changes.describe(model_version(4), None, None, CONFIG))
    assert lines == ["  endpoint: none yet, this release makes it with version 4"]
