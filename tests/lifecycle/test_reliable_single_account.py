"""Reliable in single-account mode: pipelines, staging and production in the account of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlops_templates import projects, publish
from mlops_templates.localaws.clients import ACCOUNT
from tests.lifecycle.belongings import belongings, name_in
from tests.lifecycle.staged_life import StagedLife

if TYPE_CHECKING:
    import pytest

    from mlops_templates.localaws import LocalAws


def test_one_account_serves_staging_and_production_and_a_deleted_project_leaves_what_is_retained(
    account: LocalAws, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = {"staging": ACCOUNT, "prod": ACCOUNT}
    life = StagedLife.begin("reliable-real-time", own, account, tmp_path_factory.mktemp("clones"))
    version = life.newest_version()
    life.to_production(life.decide_on(version, "Approved"))
    assert (life.serving("staging"), life.serving("prod")) == (version, version)
    assert life.predicts("prod")
    names = life.project.names
    retained = projects.delete(names.project, publish.connect())
    kept = {(one.resource_type, name_in(one.physical_id)) for one in retained}
    assert belongings(names.project, names.project_id) == kept
