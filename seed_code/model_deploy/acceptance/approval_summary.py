"""The approval text after the tests: what the release is, and what the tests measured."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from deployment import approval_text
from deployment.release import Release

# Figures that a suite may record with record_testsuite_property, in the order of their weight.
FIGURES = {
    "quality": "Held-out rows through the endpoint",
    "slices": "Slices",
    "latency": "Latency",
    "load": "Open-loop load",
    "concurrency": "Load",
    "api": "API",
    "batch": "Batch",
}


def compose(release: Release, figures: Mapping[str, str]) -> str:
    """As many facts as fit, the most important first."""
    return approval_text.joined([*approval_text.quality(release), *_measured(figures), *approval_text.origin(release)])


def read_figures(report: Path) -> dict[str, str]:
    """What the tests measured: the properties of the JUnit report, and the number of tests."""
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest has just written it
    if suite is None:
        raise ValueError(f"{report} holds no test suite")
    figures = {item.get("name", ""): item.get("value", "") for item in suite.iterfind("properties/property")}
    return {**figures, "tests": suite.get("tests", "0")}


def _measured(figures: Mapping[str, str]) -> Iterator[str]:
    for name, words in FIGURES.items():
        if name in figures:
            yield f"{words}: {figures[name]}"
    yield f"Tests passed: {figures['tests']}"
