"""`python -m deployment.news`: whether what was rendered differs from what production has, as a line `news=yes|no`.

A scheduled run asks this, so that nobody is asked again to approve what is in use already.
"""

from pathlib import Path

from deployment import release
from deployment.release import Release


def has_news(rendered: Release) -> bool:
    """Another version, or another setting of production, than now."""
    before = rendered.production
    other_version = before is None or before.model_package_arn != rendered.model.model_package_arn
    return other_version or bool(rendered.changed_settings)


if __name__ == "__main__":
    print(f"news={'yes' if has_news(release.read(Path('rendered'))) else 'no'}")
