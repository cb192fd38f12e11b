from __future__ import annotations

import pytest

from mlops_templates.localaws.codepipeline.globs import Patterns, fits


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("main", "main", True),
        ("main", "main2", False),
        ("feature/*", "feature/one", True),
        ("feature/*", "feature/one/deep", False),
        ("feature/**", "feature/one/deep", True),
        ("**", "anything/at/all", True),
        ("**/test.py", "test.py", True),
        ("**/test.py", "a/b/test.py", True),
        ("v?.0", "v1.0", True),
        ("v?.0", "v10.0", False),
        ("release-[0-9]", "release-7", True),
        ("release-[!0-9]", "release-7", False),
        ("{main,release/*}", "release/1", True),
        ("{main,release/*}", "maint", False),
        ("a.c", "abc", False),
        ("a,b", "a,b", True),
        (r"\*", "x", False),
        ("{open", "open", True),
    ],
)
def test_a_pattern_means_what_it_means_in_a_trigger(pattern: str, name: str, expected: bool) -> None:
    assert fits(pattern, name) is expected


def test_what_is_excluded_is_not_meant_even_if_it_is_included() -> None:
    patterns = Patterns(includes=["feature/*"], excludes=["feature/private*"])
    assert patterns.mean("feature/one")
    assert not patterns.mean("feature/private-one")
    assert not patterns.mean("main")


def test_without_includes_everything_else_is_meant() -> None:
    assert Patterns(excludes=["main"]).mean("other")
    assert not Patterns(excludes=["main"]).mean("main")
