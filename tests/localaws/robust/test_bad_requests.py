"""Each bad request of the table is refused for its own reason, and accepted when that is mended."""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from botocore.config import Config
from botocore.exceptions import ClientError

from mlops_templates.localaws.server import Server
from tests.localaws.robust.region import REGION
from tests.localaws.robust.things import make

Document = dict[str, Any]
TABLE = yaml.safe_load(Path(__file__).with_name("bad_requests.yaml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(entry, bad, id=f"{entry['service']}-{entry['operation']}-{'-'.join(bad['edit'])}-{bad['code']}")
    for entry in TABLE
    for bad in entry["bad"]
]


@pytest.fixture(scope="module")
def clients(server: Server) -> Callable[[str], Any]:
    """Clients that do not themselves refuse what is bad."""
    keys, session = server.credentials, botocore.session.Session()

    @functools.cache
    def client(service: str) -> Any:
        return session.create_client(
            service,
            region_name=REGION,
            endpoint_url=server.world.url,
            aws_access_key_id=keys.access_key,
            aws_secret_access_key=keys.secret_key,
            aws_session_token=keys.token or None,
            config=Config(parameter_validation=False, retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    make(client)
    return client


@pytest.fixture(scope="module")
def key(clients: Callable[[str], Any]) -> str:
    return str(clients("kms").create_key()["KeyMetadata"]["KeyId"])


def filled(value: Any, row: str, key: str) -> Any:
    """The value with what the table's words stand for."""
    if isinstance(value, dict):
        return {name: filled(each, row, key) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [filled(each, row, key) for each in value]
    word, _, number = str(value).partition(" ")
    if word == "LETTERS":
        return "r" * int(number)
    if word == "TAGS":
        return [{"Key": f"{each}", "Value": ""} for each in range(int(number))]
    return value.replace("ROW", row).replace("KEY", key) if isinstance(value, str) else value


@pytest.mark.parametrize(("entry", "bad"), ROWS)
def test_a_bad_request_is_refused_for_its_own_reason_and_accepted_when_mended(
    clients: Callable[[str], Any], key: str, entry: Document, bad: Document
) -> None:
    ask, name = getattr(clients(entry["service"]), entry["operation"]), f"row-{uuid.uuid4().hex[:8]}"
    with pytest.raises(ClientError) as refused:
        ask(**filled({**entry["good"], **bad["edit"]}, name, key))
    error = refused.value.response["Error"]
    assert (error["Code"], bad.get("words", "") in error["Message"]) == (bad["code"], True), json.dumps(error)
    assert ask(**filled(entry["good"], name, key))["ResponseMetadata"]["HTTPStatusCode"] < 300


def test_the_table_has_rows_enough_of_every_service() -> None:
    assert len(ROWS) >= 40
    assert len({entry["service"] for entry in TABLE}) >= 12
