"""Transforms: which ones a template declares, and what AWS::LanguageExtensions makes of it.

Where AWS makes a stack and rolls it back with the words of the transform, the request is refused with the same words
before there is a stack: the stricter side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mlops_templates.localaws.cloudformation.template.conditions import decided, truth_of_conditions
from mlops_templates.localaws.cloudformation.template.evaluation import Scope, resolve
from mlops_templates.localaws.cloudformation.template.loops import LOOP, unrolled
from mlops_templates.localaws.cloudformation.template.refusal import untransformed
from mlops_templates.localaws.cloudformation.template.sections import section_of
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

_EXTENSIONS = "AWS::LanguageExtensions"
_POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")
_SECTIONS = ("Conditions", "Resources", "Outputs")


def declared_transforms(document: Document) -> list[str]:
    """The transforms at the top of a template.

    Raises:
        AwsError: `NotEmulated` for every transform but AWS::LanguageExtensions.
    """
    declared = document.get("Transform", [])
    names = declared if isinstance(declared, list) else [declared]
    for name in names:
        if name != _EXTENSIONS:
            raise not_emulated(f"template section Transform {name!r}"[:200])
    return names


def transformed(document: Document, scope: Scope) -> Document:
    """The template with its loops written out, its lengths counted and its policies resolved.

    Raises:
        AwsError: `ValidationError` in the words of the transform.
    """
    plain = unrolled({key: value for key, value in document.items() if key != "Transform"}, scope)
    truths = _Truths(lambda: truth_of_conditions(section_of(plain, "Conditions"), scope))
    for name, resource in section_of(plain, "Resources").items():
        if isinstance(resource, dict):
            for policy in _POLICIES:
                if isinstance(resource.get(policy), dict):
                    resource[policy] = _policy(name, resource[policy], truths, scope)
    return plain


def without_extensions(document: Document) -> Document:
    """What can be said of a template before its transform runs: its loops and computed policies left out."""
    plain = {key: value for key, value in document.items() if key != "Transform"}
    for section in _SECTIONS:
        if isinstance(plain.get(section), dict):
            plain[section] = {key: _plain(item) for key, item in plain[section].items() if not key.startswith(LOOP)}
    return plain


def _plain(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return {key: value for key, value in item.items() if key not in _POLICIES or not isinstance(value, dict)}


class _Truths:
    """The conditions' values, worked out when a policy first asks."""

    def __init__(self, work_out: Callable[[], dict[str, bool]]) -> None:
        self._work_out = work_out
        self._known: dict[str, bool] | None = None

    def __call__(self) -> dict[str, bool]:
        if self._known is None:
            self._known = self._work_out()
        return self._known


def _policy(name: str, value: Any, truths: _Truths, scope: Scope) -> Any:
    known = truths()
    try:
        return resolve(decided(value, known), scope)
    except (AwsError, KeyError) as error:
        raise untransformed(f"Unsupported function in a policy attribute of the resource {name}") from error
