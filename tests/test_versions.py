from datetime import date, timedelta

import pytest

from mlops_templates.versions import codebuild_image, versions


@pytest.mark.parametrize("kind", ["codebuild_images", "lambda_runtimes"])
def test_every_version_states_its_source(kind: str):
    assert all(version.source.startswith("https://") for version in versions(kind).values())


def test_builds_run_in_an_image_that_is_maintained():
    assert not versions("codebuild_images")[codebuild_image()].is_past(date.today())


def test_version_is_past_the_day_after_its_last():
    version = versions("lambda_runtimes")["python3.9"]
    assert not version.is_past(version.end_of_life)
    assert version.is_past(version.end_of_life + timedelta(days=1))
