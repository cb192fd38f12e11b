"""The one catalogue of images and runtimes: what templates may name, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from mlops_templates.errors import MlopsTemplatesError


@dataclass(frozen=True)
class Version:
    """An image or runtime that AWS maintains until a stated day."""

    name: str
    end_of_life: date
    source: str
    default: bool = False

    def is_past(self, today: date) -> bool:
        return today > self.end_of_life


@cache
def versions(kind: str) -> dict[str, Version]:
    """All known versions of `codebuild_images` or `lambda_runtimes` by name."""
    catalogue = yaml.safe_load((Path(__file__).parent / "versions.yaml").read_text(encoding="utf-8"))
    return {entry["name"]: Version(**entry) for entry in catalogue[kind]}


def codebuild_image() -> str:
    """The image that builds run in."""
    defaults = [version.name for version in versions("codebuild_images").values() if version.default]
    if len(defaults) != 1:
        raise MlopsTemplatesError(f"versions.yaml must mark one CodeBuild image as default, it marks {len(defaults)}")
    return defaults[0]
