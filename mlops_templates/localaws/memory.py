"""How much memory a job may hold: what its instance or compute type has, and never more than this machine has.

The variable `MLOPS_TEMPLATES_JOB_MEMORY` of the server says otherwise: a number of GiB for every job, or `off`.
"""

from __future__ import annotations

import os
import re

from mlops_templates.errors import MlopsTemplatesError

VARIABLE = "MLOPS_TEMPLATES_JOB_MEMORY"
GIB = 1 << 30

PER_CPU = {"c": 2, "g": 4, "m": 4, "p": 8, "r": 8, "t": 4}
"""GiB for each virtual CPU, by the family of the instance; AWS's tables differ from it in a few old types."""

SIZES = {"medium": 1, "large": 2, "xlarge": 4}
"""Virtual CPUs by size, `12xlarge` being twelve times `xlarge`. A t3.medium has two, with half the memory for each."""

COMPUTE = {
    "BUILD_GENERAL1_SMALL": 4,
    "BUILD_GENERAL1_MEDIUM": 8,
    "BUILD_GENERAL1_LARGE": 16,
    "BUILD_GENERAL1_XLARGE": 72,
    "BUILD_GENERAL1_2XLARGE": 144,
}
"""GiB by compute type of CodeBuild."""

_INSTANCE = re.compile(r"ml\.(?P<family>[a-z])[a-z0-9]*\.(?P<times>\d*)(?P<size>medium|large|xlarge)")


class OutOfMemoryError(Exception):
    """A job held more memory than it may."""


def limit(kind: str) -> int | None:
    """Bytes for an instance type or compute type; None for no limit.

    Raises:
        MlopsTemplatesError: the variable is neither a number nor `off`.
    """
    chosen = os.environ.get(VARIABLE, "")
    if chosen == "off":
        return None
    machine = _machine()
    gib = _chosen(chosen) if chosen else COMPUTE.get(kind) or _of_instance(kind)
    return machine if gib is None else min(int(gib * GIB), machine)


def _chosen(text: str) -> float:
    try:
        if (gib := float(text)) > 0:
            return gib
    except ValueError:
        pass
    raise MlopsTemplatesError(f"{VARIABLE} is {text!r}: give a number of GiB, or off")


def _of_instance(kind: str) -> int | None:
    found = _INSTANCE.fullmatch(kind)
    if found is None or found["family"] not in PER_CPU:
        return None
    return PER_CPU[found["family"]] * SIZES[found["size"]] * int(found["times"] or 1)


def _machine() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
