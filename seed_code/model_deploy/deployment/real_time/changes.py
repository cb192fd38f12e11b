"""What a release changes for production, in words for a person."""

from collections.abc import Iterator

from deployment.model_version import ModelVersion
from deployment.real_time.serving import Serving
from deployment.real_time.settings import InferenceConfig
from deployment.release import ProductionVersion

Fact = tuple[str, object, object]


def describe(
    model: ModelVersion, production: ProductionVersion | None, serving: Serving | None, config: InferenceConfig
) -> Iterator[str]:
    """One line per fact of the production endpoint: as it is, and as this release makes it."""
    if serving is None:
        yield f"  endpoint: none yet, this release makes it with version {model.version}"
        return
    before = production.metric_value if production else None
    yield _line("model version", production.version if production else "unknown", model.version)
    yield _line(model.metric, "unknown" if before is None else f"{before:.4f}", f"{model.metric_value:.4f}")
    for fact in _settings(serving, config):
        yield _line(*fact)
    yield f"  rollout: {config.rollout.strategy}"


def of_settings(serving: Serving | None, config: InferenceConfig) -> tuple[str, ...]:
    """Only what becomes different, beside the model version; nothing for an endpoint that is new."""
    facts = _settings(serving, config) if serving else ()
    changed = tuple(f"{name} {before} -> {after}" for name, before, after in facts if before != after)
    return (*changed, *_beside(serving, config))


def _beside(serving: Serving | None, config: InferenceConfig) -> Iterator[str]:
    """What an approver must know: that the released version does not simply take over."""
    if serving and config.rollout.strategy == "shadow":
        yield "the version in service goes on answering, the new one gets copies of its requests"
    if serving and config.rollout.strategy == "ab":
        share = config.rollout.new_share_percent
        yield f"the new version answers {share} % of requests, the version in service the rest"


def _settings(serving: Serving, config: InferenceConfig) -> Iterator[Fact]:
    if serving.serverless or config.serverless:
        yield "size", _size(serving), _size(config)
    else:
        yield "instance type", serving.instance_type, config.instance_type
        yield "instance count", serving.instance_count, config.instance_count
    yield "data capture %", serving.data_capture_percentage, config.data_capture_percentage


def _size(served: Serving | InferenceConfig) -> str:
    return str(served.serverless or f"{served.instance_count} x {served.instance_type}")


def _line(fact: str, before: object, after: object) -> str:
    return f"  {fact}: {after}, as now" if before == after else f"  {fact}: {before} -> {after}"
