"""An author of templates, and a server that the author's tests may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mlops_templates.localaws import LocalAws, local_aws
from tests.installed import search_path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """An embedded AWS that the children use, so that not every one has to start its own."""
    with local_aws(tmp_path_factory.mktemp("running") / "state", keep=False) as aws:
        yield aws


@pytest.fixture
def author(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Somebody who installed the package: the entry points of pyproject.toml are there, settings of ours are not."""
    monkeypatch.setenv("PYTHONPATH", search_path(pytester.path / "installed"))
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_PLUGINS"):
        monkeypatch.delenv(name, raising=False)
    return pytester
