"""Requests that are made by hand, in a region where no other test is."""

from __future__ import annotations

import pytest
from botocore.credentials import Credentials

from mlops_templates.localaws.gateway import Gateway
from mlops_templates.localaws.server import Server
from tests.conftest import Aws
from tests.localaws.robust.region import REGION
from tests.localaws.robust.things import make
from tests.localaws.robust.wiring import Wire


@pytest.fixture(scope="session")
def server(aws: Aws) -> Server:
    """The one of the session: a process can have one only, because moto keeps one memory per process."""
    return aws.server


@pytest.fixture(scope="module")
def wired(server: Server) -> Wire:
    keys = server.credentials
    make(lambda service: server.world.clients.get(service, REGION, keys))
    return Wire(Gateway(server.world), Credentials(keys.access_key, keys.secret_key, keys.token))
