"""The page docs/conformance.md, from the table in tests/conformance/requirements.yaml."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.conformance.requirements import Requirement, path_of, requirements  # noqa: E402 - the path comes first

PAGE = ROOT / "docs" / "conformance.md"

PHASES = {
    "all": "All phases",
    "ini": "Initial",
    "rep": "Repeatable",
    "rel": "Reliable",
    "sca": "Scalable",
}

HEAD = """\
# What is proved, and what is not

The requirements of the MLOps foundation roadmap, one row each: the tests that prove it and, where it says *partly*,
what they do not prove. Made from [`tests/conformance/requirements.yaml`](../tests/conformance/requirements.yaml) by
`./scripts/docs`; a test checks that every test named here is there.
"""


def page() -> str:
    """The whole text, with a line that counts and a table for each phase."""
    rows = requirements()
    proved = sum(not row.partly for row in rows)
    count = f"{len(rows)} requirements: {proved} proved, {len(rows) - proved} partly."
    return "\n".join([HEAD, count, *(line for phase in PHASES for line in _section(phase, rows))]) + "\n"


def _section(phase: str, rows: tuple[Requirement, ...]) -> Iterator[str]:
    yield f"\n## {PHASES[phase]}\n"
    yield "| id | requirement | proved by | partly: what is missing |\n|---|---|---|---|"
    yield from (
        f"| {row.id} | {row.requirement} | {_tests(row)} | {row.partly} |" for row in rows if row.phase == phase
    )


def _tests(row: Requirement) -> str:
    return "<br>".join(f"[{test.partition('::')[2]}](../{path_of(test)})" for test in row.tests)
