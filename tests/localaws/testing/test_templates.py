"""A template and its parameters in every form that a test may have them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from troposphere import Template, sns

from mlops_templates.localaws.testing.templates import Value, text, text_of

DOCUMENT = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


@pytest.mark.parametrize(
    ("value", "taken"),
    [("a", "a"), (2, "2"), (0.5, "0.5"), (True, "true"), (False, "false"), (["a", "b"], "a,b"), ((), "")],
)
def test_a_parameter_is_given_as_cloudformation_takes_it(value: Value, taken: str) -> None:
    assert text(value) == taken


def test_a_document_and_a_troposphere_template_are_written_as_json() -> None:
    template = Template()
    template.add_resource(sns.Topic("Topic"))
    assert json.loads(text_of(DOCUMENT)) == json.loads(text_of(template)) == DOCUMENT


@pytest.mark.parametrize("written", ["Resources:\n  Topic: {Type: AWS::SNS::Topic}", json.dumps(DOCUMENT)])
def test_a_text_is_taken_as_it_is(written: str) -> None:
    assert text_of(written) == written


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_read(kind: type, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("Resources: {}", encoding="utf-8")
    assert text_of(kind(tmp_path / "template.yaml")) == "Resources: {}"


def test_a_path_to_nothing_is_told_with_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=f"no template 'templat.yaml' in {tmp_path}"):
        text_of("templat.yaml")
