"""Batch inference of phase reliable in accounts of its own: staging scores rows before anybody decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lifecycle.staged_life import TO_PRODUCTION, TO_STAGING, StagedLife

if TYPE_CHECKING:
    import pytest

    from mlops_templates.localaws import LocalAws

ACCOUNTS = {"staging": "333500000001", "prod": "333500000002"}


def test_a_version_runs_in_staging_and_then_in_production(
    account: LocalAws, tmp_path_factory: pytest.TempPathFactory
) -> None:
    life = StagedLife.begin("reliable-batch", ACCOUNTS, account, tmp_path_factory.mktemp("clones"))
    version = life.newest_version()
    deployment = life.decide_on(version, "Approved")
    life.say_yes(TO_STAGING, deployment)
    approval = life.say_yes(TO_PRODUCTION, deployment)
    assert "Tests passed" in approval.text
    assert life.resources("staging") >= {"AWS::SageMaker::Model", "AWS::SageMaker::Pipeline", "AWS::Events::Rule"}
    assert life.serving("staging") == version
    assert life.end_of(deployment) == "Succeeded", life.why(deployment)
    assert life.serving("prod") == version
