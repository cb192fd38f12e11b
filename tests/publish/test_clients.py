from __future__ import annotations

import pytest

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish import connect


def test_what_is_no_region_is_told_as_such() -> None:
    with pytest.raises(MlopsTemplatesError, match=r"'x y' is no AWS region, such as eu-west-1\.$"):
        connect("x y")


def test_what_is_no_address_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "nonsense")
    with pytest.raises(MlopsTemplatesError, match="nonsense: check AWS_ENDPOINT_URL"):
        connect("eu-west-1")
