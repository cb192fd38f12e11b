"""A server of its own, and requests to it that are made by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.credentials import Credentials

from mlops_templates.localaws.gateway import Gateway
from mlops_templates.localaws.server import Server
from tests.localaws.robust.region import REGION
from tests.localaws.robust.things import make
from tests.localaws.robust.wiring import Wire


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("robust"))
    server.serve_in_background()
    yield server
    server.close()


@pytest.fixture(scope="module")
def wired(server: Server) -> Wire:
    keys = server.credentials
    make(lambda service: server.world.clients.get(service, REGION, keys))
    return Wire(Gateway(server.world), Credentials(keys.access_key, keys.secret_key, keys.token))
