from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError


def gate(build_approval: Any) -> dict[str, Any]:
    return {"name": "Gate", "actions": [build_approval()]}


def test_an_update_counts_the_version_and_keeps_the_older_one(workshop: Any, build_approval: Any) -> None:
    workshop.create(gate(build_approval))
    changed = workshop.definition(gate(build_approval), {"name": "More", "actions": [build_approval()]})
    assert workshop.codepipeline.update_pipeline(pipeline=changed)["pipeline"]["version"] == 2
    first = workshop.codepipeline.get_pipeline(name=workshop.name, version=1)["pipeline"]
    newest = workshop.codepipeline.get_pipeline(name=workshop.name)["pipeline"]
    assert [len(each["stages"]) for each in (first, newest)] == [2, 3]


def test_a_name_is_used_once(workshop: Any, build_approval: Any) -> None:
    workshop.create(gate(build_approval))
    with pytest.raises(ClientError, match="PipelineNameInUseException"):
        workshop.create(gate(build_approval))


def test_an_unknown_pipeline_is_named(workshop: Any) -> None:
    with pytest.raises(ClientError, match=r"PipelineNotFoundException.*'nowhere'"):
        workshop.codepipeline.get_pipeline_state(name="nowhere")


def test_a_deleted_pipeline_is_gone_and_may_be_deleted_again(workshop: Any, build_approval: Any) -> None:
    workshop.create(gate(build_approval))
    workshop.token()
    workshop.codepipeline.delete_pipeline(name=workshop.name)
    workshop.codepipeline.delete_pipeline(name=workshop.name)
    with pytest.raises(ClientError, match="PipelineNotFoundException"):
        workshop.codepipeline.get_pipeline(name=workshop.name)


def test_pipelines_and_executions_are_listed_in_pages(workshop: Any, build_approval: Any) -> None:
    workshop.create(gate(build_approval))
    for _ in range(2):
        workshop.codepipeline.start_pipeline_execution(name=workshop.name)
    pages = workshop.codepipeline.get_paginator("list_pipeline_executions").paginate(
        pipelineName=workshop.name, PaginationConfig={"PageSize": 2}
    )
    assert [len(each["pipelineExecutionSummaries"]) for each in pages] == [2, 1]
    listed = workshop.codepipeline.get_paginator("list_pipelines").paginate(PaginationConfig={"PageSize": 1})
    assert workshop.name in [item["name"] for each in listed for item in each["pipelines"]]


def test_tags_are_kept_changed_and_removed(workshop: Any, build_approval: Any) -> None:
    definition = workshop.definition(gate(build_approval))
    workshop.codepipeline.create_pipeline(pipeline=definition, tags=[{"key": "team", "value": "a"}])
    arn = workshop.codepipeline.get_pipeline(name=workshop.name)["metadata"]["pipelineArn"]
    workshop.codepipeline.tag_resource(resourceArn=arn, tags=[{"key": "cost", "value": "b"}])
    workshop.codepipeline.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert workshop.codepipeline.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "cost", "value": "b"}]


def test_a_start_with_the_same_token_starts_nothing_new(workshop: Any, build_approval: Any) -> None:
    workshop.create(gate(build_approval))
    started = [
        workshop.codepipeline.start_pipeline_execution(name=workshop.name, clientRequestToken="once") for _ in range(2)
    ]
    assert started[0]["pipelineExecutionId"] == started[1]["pipelineExecutionId"]
    assert len(workshop.executions()) == 2
