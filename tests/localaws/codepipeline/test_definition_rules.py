from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Document = dict[str, Any]
Change = Callable[[Document], object]


def approve(definition: Document) -> Document:
    return dict(definition["stages"][1]["actions"][0])


def add_action(definition: Document, **changes: Any) -> None:
    definition["stages"][1]["actions"].append({**approve(definition), "name": "Other", **changes})


def kind(category: str, provider: str, owner: str = "AWS", version: str = "1") -> Document:
    return {"category": category, "owner": owner, "provider": provider, "version": version}


def build(**more: Any) -> Document:
    configuration = {"ProjectName": "project"}
    details = {"actionTypeId": kind("Build", "CodeBuild"), "configuration": configuration}
    return {**details, "inputArtifacts": [{"name": "Source"}], **more}


def deploy(**configuration: str) -> Document:
    role = "arn:aws:iam::123456789012:role/deploy"
    given = {"StackName": "s", "ActionMode": "CREATE_UPDATE", "RoleArn": role, "TemplatePath": "Source::t.yaml"}
    merged = {key: value for key, value in {**given, **configuration}.items() if value}
    return build(actionTypeId=kind("Deploy", "CloudFormation"), configuration=merged)


REFUSED: dict[str, tuple[Change, str, str]] = {
    "one stage": (lambda d: d["stages"].pop(), "InvalidStructureException", "at least 2"),
    "no source stage": (
        lambda d: d["stages"].pop(0) and d["stages"].append({**d["stages"][0], "name": "More"}),
        "InvalidStructureException",
        "only contains source actions",
    ),
    "late source": (
        lambda d: add_action(d, **{**d["stages"][0]["actions"][0], "outputArtifacts": [{"name": "Again"}]}),
        "InvalidStructureException",
        "only be in the first stage",
    ),
    "twin stages": (lambda d: d["stages"].append(d["stages"][1]), "InvalidStructureException", "Stage names"),
    "twin actions": (lambda d: add_action(d, name="Approve"), "InvalidStructureException", "Action names"),
    "stage name": (
        lambda d: d["stages"][1].update(name="with space"),
        "ValidationException",
        "'pipeline.stages.2.member.name' failed to satisfy constraint",
    ),
    "empty stage": (lambda d: d["stages"][1].update(actions=[]), "InvalidStageDeclarationException", "no actions"),
    "unknown artifact": (
        lambda d: add_action(d, **build(inputArtifacts=[{"name": "Nothing"}])),
        "InvalidStructureException",
        "Nothing",
    ),
    "artifact of the same run order": (
        lambda d: (
            add_action(d, **build(outputArtifacts=[{"name": "Built"}])),
            add_action(d, **build(inputArtifacts=[{"name": "Built"}]), name="Third"),
        ),
        "InvalidStructureException",
        "Built",
    ),
    "twin artifacts": (
        lambda d: add_action(d, **build(outputArtifacts=[{"name": "Source"}])),
        "InvalidStructureException",
        "Output artifact names",
    ),
    "build without input": (
        lambda d: add_action(d, **build(inputArtifacts=[])),
        "InvalidActionDeclarationException",
        "declares 0 input artifacts which is less than the minimum count",
    ),
    "missing configuration": (
        lambda d: add_action(d, **build(configuration={})),
        "InvalidActionDeclarationException",
        "missing required configuration 'ProjectName'",
    ),
    "unknown configuration": (
        lambda d: add_action(d, configuration={"Colour": "red"}),
        "InvalidActionDeclarationException",
        "unknown configuration 'Colour'",
    ),
    "unknown owner": (
        lambda d: add_action(d, actionTypeId=kind("Approval", "Manual", "Custom")),
        "InvalidActionDeclarationException",
        "is not available",
    ),
    "unknown provider": (
        lambda d: add_action(d, actionTypeId=kind("Invoke", "Lambda")),
        "NotEmulated",
        "not emulated: CodePipeline action Invoke/Lambda",
    ),
    "unknown namespace": (
        lambda d: add_action(d, configuration={"CustomData": "#{Nobody.Said}"}),
        "InvalidActionDeclarationException",
        "Nobody.Said",
    ),
    "namespace of the same run order": (
        lambda d: (
            add_action(d, **build(namespace="Built")),
            add_action(d, configuration={"CustomData": "#{Built.X}"}, name="Third"),
        ),
        "InvalidActionDeclarationException",
        "Built.X",
    ),
    "reserved namespace": (
        lambda d: add_action(d, namespace="codepipeline"),
        "InvalidActionDeclarationException",
        "reserved",
    ),
    "polling": (
        lambda d: d["stages"][0]["actions"][0]["configuration"].pop("PollForSourceChanges"),
        "NotEmulated",
        "polling",
    ),
    "timeout of a build": (
        lambda d: add_action(d, **build(timeoutInMinutes=10)),
        "InvalidActionDeclarationException",
        "timeoutInMinutes",
    ),
    "endless approval": (
        lambda d: add_action(d, timeoutInMinutes=100_000),
        "ValidationException",
        "less than or equal to 86400",
    ),
    "unknown action mode": (
        lambda d: add_action(d, **deploy(ActionMode="CREATE")),
        "InvalidActionDeclarationException",
        "ActionMode 'CREATE'",
    ),
    "template of nowhere": (
        lambda d: add_action(d, **deploy(TemplatePath="Else::t.yaml")),
        "InvalidActionDeclarationException",
        "TemplatePath",
    ),
    "deploy without role": (
        lambda d: add_action(d, **deploy(RoleArn="")),
        "InvalidActionDeclarationException",
        "missing required configuration 'RoleArn'",
    ),
    "change set without name": (
        lambda d: add_action(d, **deploy(ActionMode="CHANGE_SET_REPLACE")),
        "InvalidActionDeclarationException",
        "missing required configuration 'ChangeSetName'",
    ),
    "variables in version 1": (
        lambda d: d.update(pipelineType="V1", variables=[{"name": "X", "defaultValue": "1"}]),
        "InvalidStructureException",
        "type V2",
    ),
    "queue in version 1": (
        lambda d: d.update(pipelineType="V1", executionMode="QUEUED"),
        "InvalidStructureException",
        "type V2",
    ),
    "skipping": (
        lambda d: d["stages"][1].update(onFailure={"result": "SKIP"}),
        "NotEmulated",
        "onFailure",
    ),
    "no artifact store": (lambda d: d.pop("artifactStore"), "InvalidStructureException", "artifactStore"),
    "unknown role": (
        lambda d: d.update(roleArn="arn:aws:iam::123456789012:role/nobody"),
        "InvalidStructureException",
        "not authorized to perform AssumeRole on role arn:aws:iam::123456789012:role/nobody",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_definition_that_aws_refuses_is_refused_for_its_own_reason(
    workshop: Any, build_approval: Any, case: str
) -> None:
    change, code, words = REFUSED[case]
    definition = copy.deepcopy(workshop.definition({"name": "Gate", "actions": [build_approval()]}))
    change(definition)
    with pytest.raises(ClientError) as refused:
        workshop.codepipeline.create_pipeline(pipeline=definition)
    assert refused.value.response["Error"]["Code"] == code
    assert words in refused.value.response["Error"]["Message"]


def test_the_definition_behind_the_refused_ones_is_accepted(workshop: Any, build_approval: Any) -> None:
    definition = workshop.definition({"name": "Gate", "actions": [build_approval(), {**build(), "name": "Build"}]})
    made = workshop.codepipeline.create_pipeline(pipeline=definition)["pipeline"]
    assert made["version"] == 1
    assert made["executionMode"] == "SUPERSEDED"


def test_a_role_that_does_not_trust_codepipeline_is_refused(workshop: Any, build_approval: Any) -> None:
    statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam = workshop.aws.client("iam")
    iam.update_assume_role_policy(RoleName=workshop.name, PolicyDocument=trust)
    with pytest.raises(ClientError, match="not authorized to perform AssumeRole"):
        workshop.create({"name": "Gate", "actions": [build_approval()]})
