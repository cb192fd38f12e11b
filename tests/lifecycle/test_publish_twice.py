"""The second publish of the same changes nothing, seen from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3

from tests.lifecycle.project_life import publish_by_command

if TYPE_CHECKING:
    from mlops_templates.localaws import LocalAws


def writes_in(log: str) -> list[str]:
    """Calls in the server's log that change something."""
    reads = ("Describe", "List", "Get", "Search", "Head", "GET", "HEAD")
    calls = [line.split()[2] for line in log.splitlines() if len(line.split()) > 2 and ":" in line.split()[2]]
    return [call for call in calls if not call.partition(":")[2].startswith(reads)]


def test_a_second_publish_changes_nothing(account: LocalAws) -> None:
    publish_by_command()
    catalog = boto3.client("servicecatalog")
    before = catalog.search_products_as_admin()["ProductViewDetails"]
    log = account.state / "logs" / "server.log"
    written = len(log.read_text(encoding="utf-8"))
    assert "Nothing to change" in publish_by_command().stdout
    assert writes_in(log.read_text(encoding="utf-8")[written:]) == []
    assert catalog.search_products_as_admin()["ProductViewDetails"] == before
