"""The one catalogue of images, runtimes, containers and SDKs: what templates may name, and until when."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from mlops_templates.errors import MlopsTemplatesError

BUILD_DATE = "MLOPS_TEMPLATES_BUILD_DATE"
"""The variable with the day that counts as today, so that an old commit can be checked as it was."""

WARNING = timedelta(days=180)


@dataclass(frozen=True)
class Version:
    """Something that its maker maintains until a stated day."""

    name: str
    end_of_life: date
    source: str
    default: bool = False

    def is_past(self, today: date) -> bool:
        return today >= self.end_of_life

    def is_near(self, today: date) -> bool:
        """Whether it ends soon: time to move on without haste."""
        return not self.is_past(today) and today >= self.end_of_life - WARNING


@cache
def versions(kind: str) -> dict[str, Version]:
    """All known versions by name, of `codebuild_images`, `lambda_runtimes`, `sagemaker_containers`, ..."""
    text = (Path(__file__).parent / "versions.yaml").read_text(encoding="utf-8")
    catalogue = yaml.load(text, Loader=yaml.CSafeLoader)  # safe_load takes twenty times as long
    return {entry["name"]: Version(**entry) for entry in catalogue[kind]}


def codebuild_image() -> str:
    """The image that builds run in."""
    defaults = [version.name for version in versions("codebuild_images").values() if version.default]
    if len(defaults) != 1:
        raise MlopsTemplatesError(f"versions.yaml must mark one CodeBuild image as default, it marks {len(defaults)}")
    return defaults[0]


def build_date(stated: str = "") -> date:
    """The day that counts as today: the stated one, that of the environment, or today."""
    text = stated or os.environ.get(BUILD_DATE, "")
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise MlopsTemplatesError(f"{text!r} is no day: write it as 2026-12-31") from None
