import pytest

from deployment.news import has_news
from deployment.release import ProductionVersion, Release
from deployment.test.examples import GROUP_ARN, model_version


@pytest.mark.parametrize(
    ("production", "changed", "news"),
    [
        (None, (), True),
        (3, (), True),
        (4, (), False),
        (4, ("instance count 1 -> 2",), True),
    ],
)
def test_only_another_version_or_setting_is_news(production: int | None, changed: tuple[str, ...], news: bool) -> None:
    before = ProductionVersion(f"{GROUP_ARN}/{production}", production, 0.9) if production else None
    assert has_news(Release(model_version(4), before, changed)) is news
