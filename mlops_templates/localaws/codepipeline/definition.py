"""The structure of a pipeline: what AWS refuses before anything runs.

Where AWS's words are not known, the sentence is ours and the code is AWS's.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlops_templates.localaws.codepipeline import stage_failure, triggers
from mlops_templates.localaws.codepipeline.action_declaration import check_action
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError, not_emulated

MOST_STAGES = 50
MOST_VARIABLES = 50


def checked(definition: Document, region: str) -> Document:
    """The definition of a pipeline in a region, with AWS's defaults filled in.

    Raises:
        AwsError: for a structure that AWS refuses or that is not emulated.
    """
    complete = _with_defaults(definition)
    _check_version(complete)
    _check_regions(complete, region)
    _check_store(complete)
    _check_stages(complete["stages"])
    stage_failure.check(complete)
    triggers.check(complete)
    _check_names(complete)
    _check_flow(complete)
    return complete


def _with_defaults(definition: Document) -> Document:
    stages = [
        {**stage, "actions": [_action_with_defaults(action) for action in stage["actions"]]}
        for stage in definition["stages"]
    ]
    defaults = {"pipelineType": "V1", "executionMode": "SUPERSEDED"}
    return {**defaults, **definition, "stages": stages}


def _action_with_defaults(action: Document) -> Document:
    defaults = {"runOrder": 1, "configuration": {}, "inputArtifacts": [], "outputArtifacts": []}
    return {**defaults, **action}


def _check_version(definition: Document) -> None:
    version_2 = definition["pipelineType"] == "V2"
    if not version_2 and definition.get("variables"):
        raise _structure("Variables can only be used with pipelines of type V2")
    if not version_2 and definition["executionMode"] != "SUPERSEDED":
        raise _structure(f"The execution mode {definition['executionMode']} can only be used with pipelines of type V2")


def _check_regions(definition: Document, region: str) -> None:
    for action in (action for stage in definition["stages"] for action in stage["actions"]):
        if action.get("region", region) != region:
            raise not_emulated(f"CodePipeline action {action['name']} in another region ({action['region']})")


def _check_store(definition: Document) -> None:
    if bool(definition.get("artifactStore")) == bool(definition.get("artifactStores")):
        raise _structure("Exactly one of artifactStore and artifactStores must be given")


def _check_stages(stages: list[Document]) -> None:
    if not 2 <= len(stages) <= MOST_STAGES:
        raise _structure(f"Pipeline has {len(stages)} stage(s). There should be at least 2 and at most {MOST_STAGES}")
    for stage in stages:
        if not stage["actions"]:
            raise AwsError("InvalidStageDeclarationException", f"Stage {stage['name']} has no actions")
    categories = [{action["actionTypeId"]["category"] for action in stage["actions"]} for stage in stages]
    if categories[0] != {"Source"}:
        raise _structure("Pipeline should start with a stage that only contains source actions")
    if any("Source" in later for later in categories[1:]):
        raise _structure("Source actions can only be in the first stage of a pipeline")


def _check_names(definition: Document) -> None:
    _refuse_twins("Stage names", (stage["name"] for stage in definition["stages"]))
    for stage in definition["stages"]:
        _refuse_twins(f"Action names in stage {stage['name']}", (action["name"] for action in stage["actions"]))
    actions = [action for stage in definition["stages"] for action in stage["actions"]]
    _refuse_twins("Output artifact names", (item["name"] for action in actions for item in action["outputArtifacts"]))
    _refuse_twins("Action namespaces", (action["namespace"] for action in actions if action.get("namespace")))
    variables = definition.get("variables", [])
    _refuse_twins("Variable names", (variable["name"] for variable in variables))
    if len(variables) > MOST_VARIABLES:
        raise AwsError("LimitExceededException", f"A pipeline has at most {MOST_VARIABLES} variables")


def _refuse_twins(what: str, names: Iterator[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise _structure(f"{what} must be unique within a pipeline: {name} is used more than once")
        seen.add(name)


def _check_flow(definition: Document) -> None:
    """Each action may use only what actions of earlier stages or lower run order have given."""
    artifacts: set[str] = set()
    namespaces = {"codepipeline"} | ({"variables"} if definition.get("variables") else set())
    for stage in definition["stages"]:
        for order in sorted({action["runOrder"] for action in stage["actions"]}):
            group = [action for action in stage["actions"] if action["runOrder"] == order]
            for action in group:
                check_action(action, artifacts=artifacts, namespaces=namespaces)
            artifacts |= {item["name"] for action in group for item in action["outputArtifacts"]}
            namespaces |= {action["namespace"] for action in group if action.get("namespace")}


def _structure(message: str) -> AwsError:
    return AwsError("InvalidStructureException", message)
