from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from deployment.errors import DeploymentError
from deployment.kind import Order, Rendering
from deployment.model_version import ModelVersion
from deployment.project import Project
from deployment.real_time import rendering, serving
from deployment.real_time.serving import Serving
from deployment.real_time.settings import Api, InferenceConfig, Monitoring, Rollout
from deployment.release import ProductionVersion
from deployment.test.documents import loaded
from deployment.test.examples import GROUP_ARN, GUARDED_PROJECT, PROJECT, model_version

STAGING = InferenceConfig("staging", "ml.m5.large", 1, 0, api=Api())
PROD = InferenceConfig("prod", "ml.m5.large", 2, 100, api=Api(), monitoring=Monitoring())
NOW = Serving(f"{GROUP_ARN}/3", "ml.m5.large", 2, 100, (f"{GROUP_ARN}/3",))


@dataclass
class KnownSessions:
    """Sessions whose clients nobody calls; it remembers who was asked for."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    def client(self, service: str, role_arn: str = "") -> Any:
        self.asked.append((service, role_arn))
        return service


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> KnownSessions:
    monkeypatch.setattr(serving, "now_serving", lambda client, name: NOW)
    monkeypatch.setattr(rendering.production, "version", lambda order, arn: ProductionVersion(arn, 3, 0.97))
    monkeypatch.setattr(rendering.step_code, "upload", lambda *arguments: "s3://code/")
    return KnownSessions()


def render(
    sessions: KnownSessions,
    project: Project = GUARDED_PROJECT,
    prod: InferenceConfig = PROD,
    model: ModelVersion | None = None,
) -> Rendering:
    order = Order(project, model or model_version(), sessions)  # type: ignore[arg-type]
    return rendering.render(order, (STAGING, prod))


def parameters(rendered: Rendering, stage: str) -> Any:
    return rendered.configurations[stage]["Parameters"]


def test_both_stages_give_every_parameter_of_the_one_template(sessions: KnownSessions) -> None:
    for project in (PROJECT, GUARDED_PROJECT):
        rendered = render(sessions, project)
        names = set(loaded(rendered.template)["Parameters"])
        assert set(parameters(rendered, "staging")) == set(parameters(rendered, "prod")) == names


def test_each_stage_decides_on_api_and_monitoring(sessions: KnownSessions) -> None:
    rendered = render(sessions)
    chosen = [
        (parameters(rendered, stage)["WithApi"], parameters(rendered, stage)["Monitored"])
        for stage in ("staging", "prod")
    ]
    assert chosen == [("yes", "no"), ("yes", "yes")]


def test_what_no_stage_wants_is_not_in_the_template(sessions: KnownSessions) -> None:
    rendered = rendering.render(
        Order(GUARDED_PROJECT, model_version(), sessions),  # type: ignore[arg-type]
        (replace(STAGING, api=None), replace(PROD, api=None, monitoring=None)),
    )
    assert not {"WithApi", "Monitored"} & set(loaded(rendered.template)["Parameters"])


def test_phase_repeatable_has_neither_and_says_so(sessions: KnownSessions) -> None:
    rendered = render(sessions, PROJECT)
    assert not {"WithApi", "Monitored"} & set(loaded(rendered.template)["Parameters"])
    assert rendered.changes[-1].startswith("  api, monitoring: left out, this project is in phase repeatable")


def test_what_production_serves_is_asked_in_its_own_account(sessions: KnownSessions) -> None:
    render(sessions)
    role = "arn:aws:iam::777788889999:role/mlops/mlops-templates-target-test-eu-west-1"
    assert sessions.asked[0] == ("sagemaker", role)


def test_the_version_in_service_stays_beside_the_new_one_in_production_only(sessions: KnownSessions) -> None:
    rendered = render(sessions, prod=replace(PROD, rollout=Rollout("shadow")))
    beside = [parameters(rendered, stage)["ServingModelPackageArn"] for stage in ("staging", "prod")]
    assert beside == ["", f"{GROUP_ARN}/3"]


@pytest.mark.parametrize("missing", ["baseline_s3_uri", "image_uri"])
def test_monitoring_of_a_version_without_baseline_or_image_is_refused(sessions: KnownSessions, missing: str) -> None:
    with pytest.raises(DeploymentError, match=r'register the version again .*, or set "monitoring" to false'):
        render(sessions, model=model_version(**{missing: ""}))


def test_the_first_release_has_nothing_beside_it(sessions: KnownSessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "now_serving", lambda client, name: None)
    rendered = render(sessions, prod=replace(PROD, rollout=Rollout("shadow")))
    assert parameters(rendered, "prod")["NewVersion"] == "replaces"
