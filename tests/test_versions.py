import json
from datetime import date, timedelta
from importlib.resources import files

import pytest
from cfnlint.data import AdditionalSpecs

from mlops_templates.data import seed_files, seed_folder
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.versions import build_date, codebuild_image, versions

KINDS = ("codebuild_images", "lambda_runtimes", "sagemaker_containers", "sagemaker_sdks")
LIFECYCLES = json.loads((files(AdditionalSpecs) / "LmbdRuntimeLifecycle.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_version_states_its_source(kind: str):
    assert all(version.source.startswith("https://") for version in versions(kind).values())


@pytest.mark.parametrize("name", sorted(versions("lambda_runtimes")))
def test_runtimes_end_on_the_day_that_cfn_lint_knows(name: str):
    assert versions("lambda_runtimes")[name].end_of_life.isoformat() == LIFECYCLES[name]["deprecated"]


def test_builds_run_in_an_image_that_is_maintained():
    assert not versions("codebuild_images")[codebuild_image()].is_past(date.today())


@pytest.mark.parametrize("seed", ["model_build", "model_deploy"])
def test_seeds_use_no_sdk_that_ends(seed: str):
    locks = [path for path in seed_files(seed) if path.parent == seed_folder(seed) and path.name == "requirements.txt"]
    pinned = [line for lock in locks for line in lock.read_text(encoding="utf-8").splitlines()]
    majors = {f"sagemaker {line.split('==')[1].split('.')[0]}" for line in pinned if line.startswith("sagemaker==")}
    assert majors.isdisjoint(versions("sagemaker_sdks"))


def test_version_is_past_on_the_day_of_its_end():
    version = versions("lambda_runtimes")["python3.9"]
    assert version.is_past(version.end_of_life)
    assert not version.is_past(version.end_of_life - timedelta(days=1))


def test_day_that_was_stated_counts_before_that_of_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLOPS_TEMPLATES_BUILD_DATE", "2027-01-02")
    assert build_date() == date(2027, 1, 2)
    assert build_date("2028-01-02") == date(2028, 1, 2)


def test_day_that_is_none_is_refused():
    with pytest.raises(MlopsTemplatesError, match="'tomorrow' is no day: write it as 2026-12-31"):
        build_date("tomorrow")
