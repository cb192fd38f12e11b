"""The text an approver decides on: short, one line, the most important first."""

from collections.abc import Iterable, Iterator

from deployment import gate
from deployment.release import Release

LIMIT = 900


def before_staging(release: Release) -> str:
    """What is known before anything is deployed: for the approval of a version."""
    return joined([*quality(release), "Not deployed yet: staging and its tests come next", *origin(release)])


def joined(facts: Iterable[str]) -> str:
    """As many facts as fit, joined by bars; never half a fact."""
    text = ""
    for fact in facts:
        longer = f"{text} | {fact}" if text else fact
        if len(longer) <= LIMIT:
            text = longer
    return text


def quality(release: Release) -> Iterator[str]:
    """How good the version is, against its threshold and against production."""
    model = release.model
    threshold = f"{gate.word(model.metric)} {model.threshold:g}"
    yield f"Model version {model.version}: {model.metric} {model.metric_value:.4f}, {threshold}"
    yield _against_production(release)
    if release.changed_settings:
        yield f"Changed settings: {', '.join(release.changed_settings)}"
    others = [f"{name} {value:.4f}" for name, value in sorted(model.metrics.items()) if name != model.metric]
    if others:
        yield f"Other metrics: {', '.join(others)}"


def origin(release: Release) -> Iterator[str]:
    """Where the version comes from."""
    yield f"Commit {release.model.commit_id}"
    yield f"Report {release.model.evaluation_report_s3_uri}"


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
