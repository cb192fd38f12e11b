"""Where a template cannot be made: the regions that lack one of its resource types, as the schemas of cfn-lint say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError

RESOURCE_TYPE = re.compile(r"""["']?\bType["']?\s*:\s*["']?(AWS::[A-Za-z0-9]+::[A-Za-z0-9]+)(?![:\w<])""")
NO_REGION = "sam"
"""A file beside those of the regions: types of a macro."""


def left_out(paths: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    """The resource types of the templates that only some regions have, each with the regions that lack it.

    A type that no region has is a finding, and none of these.
    """
    known = types_by_region()
    used = {kind for path in paths for kind in RESOURCE_TYPE.findall(path.read_text(encoding="utf-8"))}
    lacking = {kind: tuple(region for region, kinds in known.items() if kind not in kinds) for kind in sorted(used)}
    return {kind: regions for kind, regions in lacking.items() if 0 < len(regions) < len(known)}


@cache
def types_by_region() -> Mapping[str, frozenset[str]]:
    """The resource types that each region has, read without cfn-lint itself, which takes a second to import."""
    found = find_spec("cfnlint")
    if found is None or not found.submodule_search_locations:
        raise MlopsTemplatesError("cfn-lint is not installed: what a region has is read from its resource schemas.")
    folder = Path(found.submodule_search_locations[0]) / "data" / "schemas" / "providers"
    files = sorted(path for path in folder.glob("*.json") if path.stem != NO_REGION)
    return {path.stem: frozenset(json.loads(path.read_text(encoding="utf-8"))) for path in files}
