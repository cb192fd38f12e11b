"""The actions that code of the seeds asks AWS for, read from its text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.checkout import ROOT

CALL = re.compile(r"""\.(?P<method>[a-z_]+)\(|get_(?:paginator|waiter)\("(?P<paged>[a-z_]+)"\)""")
# Methods of boto3 that are not named for the action that they ask for.
OTHERWISE = {
    "download_file": "GetObject",
    "head_object": "GetObject",
    "list_objects_v2": "ListBucket",
    "upload_file": "PutObject",
    "upload_fileobj": "PutObject",
    "delete_objects": "DeleteObject",
}


@cache
def called_by_seeds() -> frozenset[str]:
    """Names of actions without their service, for all code that is not a test of the seed itself."""
    found = (match for path in _code() for match in CALL.finditer(path.read_text(encoding="utf-8")))
    return frozenset(_action(match["method"] or match["paged"]) for match in found)


def _code() -> list[Path]:
    return [path for path in (ROOT / "seed_code").rglob("*.py") if "test" not in path.relative_to(ROOT).parts]


def _action(method: str) -> str:
    return OTHERWISE.get(method) or "".join(word.capitalize() for word in method.split("_"))
