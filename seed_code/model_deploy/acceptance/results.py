"""What a suite came to, for machines: results.json, read from pytest's JUnit report."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from deployment.release import Release

FAULTS = ("failure", "error")


@dataclass(frozen=True)
class Outcome:
    """One test; the message is what it says when it has failed, and what to do."""

    name: str
    file: str
    passed: bool
    seconds: float
    message: str


@dataclass(frozen=True)
class Results:
    """A suite against one stage: the version, every test, and what the tests measured."""

    stage: str
    suite: str
    model_package_arn: str
    version: int
    task: str
    commit_id: str
    figures: dict[str, str]
    tests: tuple[Outcome, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(test for test in self.tests if not test.passed)

    @property
    def passed(self) -> bool:
        """A suite without a test proves nothing."""
        return bool(self.tests) and not self.failed

    def to_json(self) -> str:
        return json.dumps({"passed": self.passed, **asdict(self)}, indent=2) + "\n"


def read(report: Path, facts: Release, stage: str, suite: str) -> Results:
    """The results in this JUnit report of a suite that tested this release."""
    root = ElementTree.parse(report).getroot()  # noqa: S314 - pytest has just written it
    model = facts.model
    return Results(
        stage=stage,
        suite=suite,
        model_package_arn=model.model_package_arn,
        version=model.version,
        task=model.task,
        commit_id=model.commit_id,
        figures={item.get("name", ""): item.get("value", "") for item in root.iterfind("*/properties/property")},
        tests=tuple(_test(case) for case in root.iterfind("*/testcase")),
    )


def _test(case: Any) -> Outcome:
    faults = [fault for kind in FAULTS for fault in case.iterfind(kind)]
    return Outcome(
        name=case.get("name", ""),
        file=case.get("classname", "").replace(".", "/") + ".py",
        passed=not faults,
        seconds=float(case.get("time", 0)),
        message="\n".join(fault.get("message", "") for fault in faults),
    )
