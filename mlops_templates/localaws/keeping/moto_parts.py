"""The state that moto holds: one backend per service, account and region, in tables of the process."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from moto.backends import get_backend

from mlops_templates.localaws.keeping.pickling import settle
from mlops_templates.localaws.keeping.store import Store

Backends = dict[tuple[str, str], dict[str, Any]]
"""The attributes of backends by account and region."""


def captured(service: str) -> dict[str, Any]:
    """What there is of a service, to be pickled at once."""
    table: Any = get_backend(service)
    backends: Backends = {
        (account, region): {name: _plain(value) for name, value in vars(backend).items()}
        for account, region, backend in list(table.iter_backends())
    }
    return {"backends": backends, "owners": dict(getattr(table, "bucket_accounts", {}))}


def restore(service: str, state: dict[str, Any]) -> None:
    """Put back what was captured, into backends as moto makes them."""
    table: Any = get_backend(service)
    for (account, region), attributes in state["backends"].items():
        backend = table[account][region]
        for name, value in attributes.items():
            fresh = vars(backend).get(name)
            if isinstance(fresh, defaultdict):
                fresh.clear()
                fresh.update(value)
            else:
                setattr(backend, name, value)
    if state["owners"]:
        table.bucket_accounts.update(state["owners"])


def settle_objects(store: Store) -> None:
    """Write the contents of new S3 objects ahead, while everybody else goes on."""
    for _, _, backend in list(get_backend("s3").iter_backends()):
        for bucket in list(backend.buckets.values()):
            for _, versions in bucket.keys.lists():
                for key in versions:
                    if "_value_buffer" in vars(key):  # else it is a delete marker
                        settle(key, store)
            for upload in list(bucket.multiparts.values()):
                for part in list(upload.parts.values()):
                    settle(part, store)


def _plain(value: Any) -> Any:
    """A table that fills itself as a plain one: what fills it cannot be pickled and is made anew."""
    return dict(value) if isinstance(value, defaultdict) else value
