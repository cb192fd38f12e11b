"""One embedded AWS in a process of its own, one published product, one project that the tests of a module share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import boto3
import pytest

from mlops_templates.localaws import LocalAws, local_aws
from tests.lifecycle.project_life import ProjectLife, publish_by_command


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """An embedded AWS at which the environment of this process points."""
    with local_aws(tmp_path_factory.mktemp("account") / "state", keep=False) as aws:
        before = dict(os.environ)
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(aws.environment)
        boto3.setup_default_session()  # one that was made before has the keys of another server
        yield aws
        os.environ.clear()
        os.environ.update(before)
        boto3.DEFAULT_SESSION = None


@pytest.fixture(scope="module")
def life(account: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> ProjectLife:
    """A project of the published product, just created."""
    publish_by_command()
    return ProjectLife.begin("lifecycle", account, tmp_path_factory.mktemp("clones"))
