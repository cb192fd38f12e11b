"""One embedded AWS in a process of its own, one published product, one project that the tests of a module share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mlops_templates.localaws import LocalAws, local_aws
from tests.lifecycle.pointing import pointing_at
from tests.lifecycle.project_life import ProjectLife, publish_by_command


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """An embedded AWS at which the environment of this process points."""
    with local_aws(tmp_path_factory.mktemp("account") / "state", keep=False) as aws, pointing_at(aws):
        yield aws


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    """A project of the published product, just created."""
    publish_by_command()
    return ProjectLife.begin("lifecycle", account, tmp_path_factory.mktemp("clones"))
