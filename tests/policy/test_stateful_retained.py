import pytest

from mlops_templates.policy import StatefulRetained
from mlops_templates.policy.stateful_retained import STATEFUL
from tests.policy.linted import messages


@pytest.mark.parametrize("kind", STATEFUL)
def test_what_would_be_deleted_with_its_project_is_refused(kind: str):
    assert len(messages(StatefulRetained(), {"R": {"Type": kind}})) == 1


@pytest.mark.parametrize("deletion", ["Retain", "RetainExceptOnCreate"])
def test_retained_is_accepted_also_when_a_failed_creation_is_cleaned_up(deletion: str):
    retained = {"R": {"Type": "AWS::KMS::Key", "DeletionPolicy": deletion, "UpdateReplacePolicy": "Retain"}}
    assert messages(StatefulRetained(), retained) == []


def test_replacement_must_retain_too():
    half = {"R": {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain"}}
    assert len(messages(StatefulRetained(), half)) == 1
