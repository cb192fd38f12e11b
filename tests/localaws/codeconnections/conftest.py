"""A connection, a repository at a provider, and a git that acts as a person would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.localaws.providers import Connected, Git, connect


@pytest.fixture
def git(aws: Any, tmp_path: Path) -> Git:
    return Git(aws, tmp_path)


@pytest.fixture
def connected(aws: Any) -> Connected:
    return connect(aws)
