"""What CloudFormation would refuse of a rendered template or its parameters, found before anything is deployed.

A light check that needs no package of its own: names that lead nowhere, parameters that do not fit, limits of size.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import cfn_flip

from deployment.errors import DeploymentError

LARGEST_BODY, LONGEST_VALUE = 51_200, 4_096
PSEUDO = "AWS::"
IN_TEXT = re.compile(r"\$\{([^!}][^}]*)\}")


def check(template: str, configurations: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
    """Raises one error that names every fault of the template and of the stages' parameters."""
    document = json.loads(cfn_flip.to_json(template))
    faults = [*_faults(template, document), *_of_parameters(document, configurations)]
    if faults:
        raise DeploymentError("\n".join(f"rendered template: {fault}" for fault in faults))


def _faults(template: str, document: dict[str, Any]) -> Iterator[str]:
    if len(template.encode()) > LARGEST_BODY:
        yield f"has {len(template.encode())} bytes, CloudFormation takes {LARGEST_BODY}: leave something out"
    known = {*document.get("Parameters", {}), *document["Resources"]}
    conditions = set(document.get("Conditions", {}))
    used = set(_used(document))
    for kind, name, place in sorted(used):
        if name not in (conditions if kind == "condition" else known) and not name.startswith(PSEUDO):
            yield f"{place} names the {kind} {name}, which is not there: correct it in deployment/ or app_infra/"
    for name in sorted(set(document.get("Parameters", {})) - {name for _, name, _ in used}):
        yield f"the parameter {name} is used by nothing: remove it in deployment/ or app_infra/"
    for name in sorted(conditions - {name for kind, name, _ in used if kind == "condition"}):
        yield f"the condition {name} is used by nothing: remove it in deployment/ or app_infra/"


def _used(document: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is named, its kind, and the resource, output or condition that names it."""
    for section in ("Conditions", "Resources", "Outputs"):
        for place, content in document.get(section, {}).items():
            for kind, name in _names(content):
                yield kind, name, place


def _names(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for entry in value:
            yield from _names(entry)
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _named(key, entry)
            yield from _names(entry)


def _named(key: str, entry: Any) -> Iterator[tuple[str, str]]:
    if key == "Ref":
        yield "name", entry
    elif key == "Fn::GetAtt":
        yield "name", entry.split(".")[0] if isinstance(entry, str) else entry[0]
    elif key == "Fn::Sub":
        text, own = (entry, {}) if isinstance(entry, str) else entry
        yield from (("name", name.split(".")[0]) for name in IN_TEXT.findall(text) if name not in own)
    elif key == "Fn::If":
        yield "condition", entry[0]
    elif key == "Condition" and isinstance(entry, str):
        yield "condition", entry
    elif key == "DependsOn":
        yield from (("name", name) for name in ([entry] if isinstance(entry, str) else entry))


def _of_parameters(
    document: dict[str, Any], configurations: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> Iterator[str]:
    declared = document.get("Parameters", {})
    needed = {name for name, facts in declared.items() if "Default" not in facts}
    for stage, configuration in configurations.items():
        given = configuration["Parameters"]
        for name in sorted(needed - set(given)):
            yield f"{stage}.json has no value for the parameter {name}: add it in deployment/"
        for name in sorted(set(given) - set(declared)):
            yield f"{stage}.json has a value for {name}, which is no parameter of the template: remove it"
        for name in sorted(name for name, value in given.items() if len(value.encode()) > LONGEST_VALUE):
            yield f"{stage}.json: the value of {name} is longer than {LONGEST_VALUE} bytes: shorten it"
