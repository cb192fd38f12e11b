"""What somebody else's product is worth: listed, checked, tested, published like ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.plug_ins.installed import NAME, Environment, install


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return install(tmp_path_factory.mktemp("theirs"))


def test_it_is_listed(theirs: Environment) -> None:
    listed = json.loads(theirs.run("ls", "--output", "json").stdout)
    assert NAME in [product["name"] for product in listed]


def test_its_template_is_written_and_has_no_finding(theirs: Environment, tmp_path: Path) -> None:
    assert theirs.run("synth", "--folder", str(tmp_path)).returncode == 0
    [template] = tmp_path.glob(f"*{NAME}*.yaml")
    ended = theirs.run("lint", str(template))
    assert (ended.returncode, ended.stdout) == (0, "1 template, 0 findings\n")


def test_its_own_tests_pass(theirs: Environment) -> None:
    ended = theirs.python("-m", "pytest", "-q", "-p", "no:cacheprovider", folder=theirs.source)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "3 passed" in ended.stdout


def test_it_conforms_through_a_whole_life(theirs: Environment) -> None:
    ended = theirs.run("conform", NAME, "--output", "json")
    checks = json.loads(ended.stdout)
    assert [check for check in checks if check["verdict"] != "ok"] == []
    assert [check["name"] for check in checks] == [
        "render", "cfn-lint", "policy", "names", "size", "sameness", "launch role",
        "publish", "create", "update", "delete", "create", "update", "delete",
    ]  # fmt: skip
    assert [check["channel"] for check in checks if check["name"] == "delete"] == ["service-catalog", "s3"]
    assert ended.returncode == 0


def test_it_is_published(theirs: Environment, tmp_path: Path) -> None:
    publish = ["-m", "mlops_templates.cli", "publish", "--product", NAME, "--yes", "--output", "json"]
    python = str(theirs.folder / "bin" / "python")
    ended = theirs.run("local", "run", "--state", str(tmp_path / "state"), "--", python, *publish)
    assert ended.returncode == 0, ended.stderr
    [product] = json.loads(ended.stdout)["products"]
    assert product["name"] == NAME
