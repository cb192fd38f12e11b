"""The text an approver decides on: short, one line, the most important first."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from deployment.release import Release

LIMIT = 900


def compose(release: Release, figures: Mapping[str, str]) -> str:
    """As many facts as fit, joined by bars; never half a fact."""
    summary = ""
    for fact in _facts(release, figures):
        longer = f"{summary} | {fact}" if summary else fact
        if len(longer) <= LIMIT:
            summary = longer
    return summary


def read_figures(report: Path) -> dict[str, str]:
    """What the tests measured: the properties of the JUnit report, and the number of tests."""
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest has just written it
    if suite is None:
        raise ValueError(f"{report} holds no test suite")
    figures = {item.get("name", ""): item.get("value", "") for item in suite.iterfind("properties/property")}
    return {**figures, "tests": suite.get("tests", "0")}


def _facts(release: Release, figures: Mapping[str, str]) -> Iterator[str]:
    model = release.model
    yield f"Model version {model.version}: {model.metric} {model.metric_value:.4f}, threshold {model.threshold:g}"
    yield _against_production(release)
    if release.changed_settings:
        yield f"Changed settings: {', '.join(release.changed_settings)}"
    others = [f"{name} {value:.4f}" for name, value in sorted(model.metrics.items()) if name != model.metric]
    if others:
        yield f"Other metrics: {', '.join(others)}"
    if "quality" in figures:
        yield f"Held-out rows through the endpoint: {figures['quality']}"
    if "latency" in figures:
        yield f"Latency: {figures['latency']}"
    if "concurrency" in figures:
        yield f"Load: {figures['concurrency']}"
    yield f"Tests passed: {figures['tests']}"
    yield f"Commit {model.commit_id}"
    yield f"Report {model.evaluation_report_s3_uri}"


def _against_production(release: Release) -> str:
    production = release.production
    if production is None:
        return "Production: nothing served yet"
    if production.version == release.model.version:
        return f"Production: serves version {production.version} already"
    if production.metric_value is None:
        return f"Production: version {production.version}, its figures are gone"
    difference = release.model.metric_value - production.metric_value
    return (
        f"Production: version {production.version}, {release.model.metric} {production.metric_value:.4f} "
        f"(this one {difference:+.4f})"
    )
