"""A folder to build from, and a builder whose images are looked at."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mlops_templates.localaws.containers.building import Builder
from mlops_templates.localaws.containers.image import Image, Packages
from mlops_templates.localaws.containers.recipe import Draft
from mlops_templates.localaws.containers.store import Store

NO_ARGUMENTS: dict[str, str] = {}


@dataclass(frozen=True)
class Workshop:
    """Builds a dockerfile of this text over the files of its context."""

    context: Path
    store: Store

    def file(self, name: str, text: str) -> Path:
        path = self.context / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def build(self, dockerfile: str, arguments: Mapping[str, str] = NO_ARGUMENTS) -> Image:
        path = self.file("dockerfile", textwrap.dedent(dockerfile).lstrip())
        return Builder(self.store, self.context / "home", {}).build(path, self.context, arguments)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    context = tmp_path / "context"
    context.mkdir()
    return Workshop(context, Store(tmp_path / "docker"))


@pytest.fixture
def without_pip(monkeypatch: pytest.MonkeyPatch) -> list[Packages]:
    """What would be installed, which is not."""
    asked: list[Packages] = []

    def install(builder: Any, draft: Draft, step: Packages) -> None:
        asked.append(step)

    monkeypatch.setattr(Builder, "_install", install)
    return asked
