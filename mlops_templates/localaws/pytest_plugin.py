"""The pytest plug-in: the fixtures `local_aws` and `local_aws_server`, and nothing imported until one is asked for."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mlops_templates.localaws.handle import LocalAws
    from mlops_templates.localaws.testing import LocalAccount, LocalAwsServer
    from mlops_templates.localaws.testing.watch import Watch

REGION = "us-east-1"
_WATCH: pytest.StashKey[Watch] = pytest.StashKey()
_FAILED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("local AWS", "the embedded AWS of mlops-templates")
    group.addoption(
        "--local-aws-state",
        metavar="DIR",
        help="the folder of the embedded AWS; one that runs there already is used and left running "
        "(default: a temporary folder)",
    )
    group.addoption(
        "--local-aws-keep", action="store_true", help="after a failure leave it running, with the accounts as they are"
    )
    group.addoption("--local-aws-region", metavar="NAME", help=f"the region in which tests act (default: {REGION})")
    parser.addini("local_aws_region", "the region in which tests act", default=REGION)


@pytest.fixture(scope="session")
def local_aws_server(request: pytest.FixtureRequest) -> Iterator[LocalAwsServer]:
    """The embedded AWS of the session (of each worker of pytest-xdist); `new_account()` hands out an empty account."""
    config = request.config
    region = config.getoption("local_aws_region") or config.getini("local_aws_region")
    aws, ours = _running(config, request.getfixturevalue("tmp_path_factory"), region)
    from mlops_templates.localaws.testing import LocalAwsServer

    server = LocalAwsServer(aws, region)
    yield server
    if config.getoption("local_aws_keep") and request.session.testsfailed:
        return
    if ours:
        _stop(aws)
        return
    for account in list(server.lent):
        server.take_back(account)


@pytest.fixture
def local_aws(request: pytest.FixtureRequest, local_aws_server: LocalAwsServer) -> Iterator[LocalAccount]:
    """An account of the test's own, empty, at which the environment points: plain `boto3.client(...)` acts there."""
    account = local_aws_server.new_account()
    request.node.stash[_WATCH] = watch = local_aws_server.watch(account)
    with account.active():
        yield account
    if not (request.config.getoption("local_aws_keep") and request.node.stash.get(_FAILED, False)):
        local_aws_server.take_back(account, watch.services())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say with a failure where the test's account is, and which calls were refused there."""
    report = yield
    if report.failed and _WATCH in item.stash:
        item.stash[_FAILED] = True
        report.sections.append(("embedded AWS", item.stash[_WATCH].notes()))
    return report


def _running(config: pytest.Config, folders: pytest.TempPathFactory, region: str) -> tuple[LocalAws, bool]:
    """The server, and whether this session started it."""
    from mlops_templates.errors import MlopsTemplatesError
    from mlops_templates.localaws import attach, launch

    state, stays = _state(config, folders), config.getoption("local_aws_keep")
    try:
        running = attach(state)
        keep = stays or bool(config.getoption("local_aws_state"))
        return running or launch(state, region=region, tied=not stays, keep=keep), running is None
    except MlopsTemplatesError as error:
        why = str(error)
    pytest.fail(f"no embedded AWS for this test: {why}", pytrace=False)


def _stop(aws: LocalAws) -> None:
    """End the server, orderly or not: what it made is of no use to anybody."""
    from mlops_templates.errors import MlopsTemplatesError

    try:
        aws.stop()
    except MlopsTemplatesError:
        if aws.child:
            aws.child.kill()
            aws.child.wait()


def _state(config: pytest.Config, folders: pytest.TempPathFactory) -> Path:
    given: str | None = config.getoption("local_aws_state")
    if not given:
        return folders.mktemp("local-aws")
    worker: str = getattr(config, "workerinput", {}).get("workerid", "")
    return (Path(given) / worker).resolve()
