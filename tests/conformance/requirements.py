"""The roadmap's requirements with their proofs, as `requirements.yaml` holds them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tests.checkout import ROOT

SEEDS = ("model_build/", "model_deploy/")


@dataclass(frozen=True)
class Requirement:
    """One requirement: the tests that prove it, and what they leave open."""

    id: str
    phase: str
    requirement: str
    tests: tuple[str, ...] = ()
    partly: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "tests", tuple(self.tests))


def requirements() -> tuple[Requirement, ...]:
    rows = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(Requirement(**row) for row in rows)


def path_of(test: str) -> str:
    """The file of a test, from the root of the checkout."""
    file = test.partition("::")[0]
    return f"seed_code/{file}" if file.startswith(SEEDS) else file


def exists(test: str) -> bool:
    """Whether there is a test of that name in that file."""
    return test.partition("::")[2] in _tests(path_of(test))


@cache
def _tests(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
