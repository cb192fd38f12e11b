"""What one check of a product came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Check:
    """One check, what it was about, and what it found."""

    name: str
    about: str
    """The source-code provider of the template, or the product."""
    verdict: Verdict
    told: str = ""
    faults: tuple[str, ...] = ()
    channel: str = ""
    """The channel by which a project was lived; empty where there is none."""


def judged(name: str, about: str, faults: list[str], told: str, channel: str = "") -> Check:
    """A check that failed when there are faults."""
    if not faults:
        return Check(name, about, Verdict.OK, told, channel=channel)
    count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
    return Check(name, about, Verdict.FAILED, count, tuple(faults), channel)
