"""Tables of what is emulated, from the code that does it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence

from moto.core.responses import BaseResponse
from moto.core.utils import camelcase_to_underscores

from mlops_templates.localaws import environments, members
from mlops_templates.localaws.authorization import conditions
from mlops_templates.localaws.catalogue import MOTO, OWN, service_named
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.localaws.cloudformation.types import RESOURCE_TYPES
from mlops_templates.localaws.codebuild import buildspec_rules
from mlops_templates.localaws.codepipeline.action_declaration import ACTION_MODES
from mlops_templates.localaws.codepipeline.action_types import ACTION_TYPES
from mlops_templates.localaws.sagemaker.pipelines import conditions as pipeline_conditions
from mlops_templates.localaws.sagemaker.pipelines import reading
from mlops_templates.localaws.status import NOT_EVALUATED
from mlops_templates.localaws.wire import service_model


def services() -> str:
    rows = [(f"`{name}`", "us", str(len(service_named(name).actions)), own_actions(name)) for name in sorted(OWN)]
    rows += [(f"`{name}`", moto(name), str(len(passed(name))), ", ".join(passed(name))) for name in sorted(MOTO)]
    return table(("service", "answered by", "actions", "which"), rows)


def moto(service: str) -> str:
    own = own_actions(service)
    return f"moto, {own} by us" if own else "moto"


def own_actions(service: str) -> str:
    return ", ".join(sorted(service_named(service).actions))


def passed(service: str) -> list[str]:
    """The actions that the gateway passes on and moto has, and those that we answer ourselves."""
    if only := members.only(service):
        return sorted(only)
    module = importlib.import_module(f"moto.{service}.responses")
    classes = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, BaseResponse)]
    known = {name for kind in classes if kind is not BaseResponse for name in vars(kind)}
    operations = service_model(service).operation_names
    return sorted(name for name in operations if camelcase_to_underscores(name) in known)


def resource_types() -> str:
    rows = [(f"`{name}`", honoured(name), replacing(name)) for name in sorted(RESOURCE_TYPES)]
    return table(("type", "properties that have an effect", "replaced when these change"), rows)


def honoured(name: str) -> str:
    """A type whose handlers pass everything to the service's own action has that action's limits."""
    properties = RESOURCE_TYPES[name].properties
    return "what the service's action takes" if properties is None else words(properties)


def replacing(name: str) -> str:
    kind, schema = RESOURCE_TYPES[name], schema_of(name)
    if kind.update is None:
        return "any"
    known = kind.properties
    created = schema.create_only if schema else frozenset()
    found = [path for path in created | kind.replace_on if known is None or path.partition("/")[0] in known]
    return words(found) or "none"


def pipeline_steps() -> str:
    return table(
        ("of a pipeline definition", "emulated"),
        [("step types", words(reading.EMULATED)), ("conditions", words(pipeline_conditions.MEMBERS))],
    )


def pipeline_actions() -> str:
    rows = [
        (f"{category}: {provider}", span(kind.inputs), span(kind.outputs), configuration(kind.required, kind.optional))
        for (category, provider), kind in ACTION_TYPES.items()
    ]
    modes = f"\nModes of a CloudFormation action: {words(ACTION_MODES)}."
    return table(("action", "input artifacts", "output artifacts", "configuration (required in bold)"), rows) + modes


def configuration(required: Iterable[str], optional: Iterable[str]) -> str:
    return ", ".join([*(f"**`{name}`**" for name in sorted(required)), *(f"`{name}`" for name in sorted(optional))])


def span(bounds: tuple[int, int]) -> str:
    least, most = bounds
    return str(least) if least == most else f"{least} to {most}"


def buildspec() -> str:
    rules = vars(buildspec_rules)
    places = {
        "top": "_TOP",
        "`env`": "_ENV",
        "a phase": "_PHASE",
        "`artifacts`": "_ARTIFACTS",
        "refused": "_NOT_EMULATED",
    }
    rows = [("phases", words(rules["_PHASES"])), *((place, words(rules[name])) for place, name in places.items())]
    return table(("where", "keys"), rows)


def images() -> str:
    return "\n".join(f"* `{name}`" for name in environments.known())


def condition_operators() -> str:
    return words([*conditions.TESTS, *conditions.NEGATED, "Null"])


def not_checked() -> str:
    rows = [line.rpartition(": ") if line.count(": ") == 1 else ("", "", line) for line in NOT_EVALUATED]
    return table(("area", "what is not as on AWS"), [(area or "all", text) for area, _, text in rows])


def words(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


TABLES: dict[str, Callable[[], str]] = {
    "services": services,
    "resource_types": resource_types,
    "pipeline_steps": pipeline_steps,
    "pipeline_actions": pipeline_actions,
    "buildspec": buildspec,
    "images": images,
    "condition_operators": condition_operators,
    "not_checked": not_checked,
}
"""By the name that the page uses."""
