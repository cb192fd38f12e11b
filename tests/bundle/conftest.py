"""A world of one small seed and one small product."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlops_templates import data
from mlops_templates.model import Phase, Product, SeedRepository

SEED = SeedRepository("model_build")


def plant(root: Path, files: dict[str, str], executable: tuple[str, ...] = ()) -> None:
    """Write a seed repository under a root that stands for `seed_code/`."""
    for name, text in files.items():
        path = root / "seed_code" / SEED.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755 if name in executable else 0o644)


def move_data_to(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "data_folder", lambda name: root / name)


@pytest.fixture
def seed_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plant(tmp_path, {"README.md": "read me", "scripts/run": "#!/bin/sh", ".gitignore": "x"}, ("scripts/run",))
    move_data_to(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def product() -> Product:
    """A product of a plug-in: its template is made when it is bundled."""
    return Product(
        name="small",
        phase=Phase.INITIAL,
        title="Small",
        description="A small product",
        seeds=(SEED,),
        build=lambda template, scm: None,
    )
