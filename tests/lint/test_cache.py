from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from mlops_templates.lint import FindingsCache, Options, cache_folder, findings, lint
from mlops_templates.lint import cache as cache_module
from mlops_templates.model import Finding
from mlops_templates.versions import codebuild_image, versions

TEMPLATE = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "t.yaml"
    made.write_text(TEMPLATE)
    return made


@pytest.fixture
def cache(tmp_path: Path) -> FindingsCache:
    return FindingsCache(tmp_path / "cache")


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that cfn-lint was given; it finds the same in each."""
    names: list[str] = []

    def check(paths: Sequence[Path], options: Options) -> list[Finding]:
        names.extend(path.name for path in paths)
        return [Finding(str(path), 2, "E1", "wrong") for path in paths]

    monkeypatch.setattr(findings, "check", check)
    return names


def test_unchanged_template_is_not_checked_again(path: Path, cache: FindingsCache, checked: list[str]):
    first = lint([path], cache=cache)
    assert lint([path], cache=cache) == first == [Finding(str(path), 2, "E1", "wrong")]
    assert checked == ["t.yaml"]


def test_same_text_elsewhere_is_told_with_its_own_place(path: Path, cache: FindingsCache, checked: list[str]):
    lint([path], cache=cache)
    copy = path.with_name("copy.yaml")
    copy.write_text(TEMPLATE)
    assert [finding.file for finding in lint([copy], cache=cache)] == [str(copy)]
    assert checked == ["t.yaml"]


def test_changed_template_is_checked(path: Path, cache: FindingsCache, checked: list[str]):
    lint([path], cache=cache)
    path.write_text(TEMPLATE + "# changed\n")
    lint([path], cache=cache)
    assert checked == ["t.yaml", "t.yaml"]


def test_other_regions_are_checked(path: Path, cache: FindingsCache, checked: list[str]):
    lint([path], cache=cache)
    lint([path], Options(("eu-west-1",)), cache)
    assert len(checked) == 2


@pytest.mark.parametrize("rules", ["changed rules", "other cfn-lint"])
def test_other_rules_check_again(
    rules: str, path: Path, cache: FindingsCache, checked: list[str], monkeypatch: pytest.MonkeyPatch
):
    lint([path], cache=cache)
    monkeypatch.setattr(cache_module, "_rules_digest", rules.encode)
    lint([path], cache=cache)
    assert len(checked) == 2


def test_rules_are_known_by_their_files_and_the_version_of_cfn_lint(monkeypatch: pytest.MonkeyPatch):
    digest = cache_module._rules_digest.__wrapped__
    before = digest()
    monkeypatch.setattr(cache_module, "version", lambda name: "0.0.1")
    assert digest() != before
    monkeypatch.undo()
    monkeypatch.setattr(cache_module, "RULES", cache_module.RULES[1:])
    assert digest() != before


def test_settings_of_cfn_lint_check_again(
    path: Path, cache: FindingsCache, checked: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(path.parent)
    lint([path], cache=cache)
    (path.parent / ".cfnlintrc").write_text("ignore_checks: [E9510]\n")
    lint([path], cache=cache)
    assert len(checked) == 2


def test_another_day_counts_only_where_something_ends(path: Path, cache: FindingsCache, checked: list[str]):
    end = versions("codebuild_images")[codebuild_image()].end_of_life
    for days in (3, 2, 1):
        lint([path], Options(stated_date=str(end - timedelta(days=days))), cache)
    assert len(checked) == 1
    lint([path], Options(stated_date=str(end)), cache)
    assert len(checked) == 2


def test_runtime_of_a_function_is_checked_every_day(path: Path, cache: FindingsCache, checked: list[str]):
    path.write_text(TEMPLATE + "# Runtime\n")
    for day in ("2027-01-01", "2027-01-02"):
        lint([path], Options(stated_date=day), cache)
    assert len(checked) == 2


def test_template_that_makes_cfn_lint_read_other_files_is_always_checked(
    path: Path, cache: FindingsCache, checked: list[str]
):
    path.write_text(TEMPLATE.replace("AWS::SNS::Topic", "AWS::CloudFormation::Stack"))
    lint([path], cache=cache)
    lint([path], cache=cache)
    assert len(checked) == 2


def test_broken_entry_and_a_folder_that_takes_none_cost_only_time(path: Path, checked: list[str]):
    folder = path.parent / "cache"
    cache = FindingsCache(folder)
    lint([path], cache=cache)
    [entry] = folder.rglob("*.json")
    entry.write_text("[[1")
    assert lint([path], cache=cache)
    (path.parent / "file").write_text("")
    assert lint([path], cache=FindingsCache(path.parent / "file" / "cache"))
    assert len(checked) == 3


def test_cache_lies_where_the_user_keeps_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("MLOPS_TEMPLATES_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path / "lint"
    monkeypatch.delenv("MLOPS_TEMPLATES_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "mlops-templates" / "lint"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == tmp_path / "home" / ".cache" / "mlops-templates" / "lint"
