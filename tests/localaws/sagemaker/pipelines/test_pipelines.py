import json

import pytest
from botocore.exceptions import ClientError


def fail_step(**changes):
    return {"Name": "No", "Type": "Fail", "Arguments": {"ErrorMessage": "no"}, **changes}


def condition(*conditions):
    return {
        "Name": "Check",
        "Type": "Condition",
        "Arguments": {"Conditions": list(conditions), "IfSteps": [], "ElseSteps": []},
    }


EQUALS = {"Type": "Equals", "LeftValue": 1, "RightValue": 1}
REFUSED = {
    "text that is not JSON": ("{", "not valid JSON"),
    "another version": ({"Version": "2019-01-01", "Steps": [fail_step()]}, "Version must be"),
    "no steps": ({"Steps": []}, "at least one step"),
    "an unknown key": ({"Steps": [fail_step()], "Stepps": []}, "Unknown property 'Stepps'"),
    "an unknown key of a step": ({"Steps": [fail_step(Typo=1)]}, "Unknown property 'Typo' in step No"),
    "two steps of one name": ({"Steps": [fail_step(), fail_step()]}, "duplicate step name: No"),
    "a name with a blank": ({"Steps": [fail_step(Name="a b")]}, "Step name 'a b'"),
    "a dependency on nothing": ({"Steps": [fail_step(DependsOn=["Gone"])]}, "depends on 'Gone'"),
    "a circle": (
        {"Steps": [fail_step(DependsOn=["B"]), fail_step(Name="B", DependsOn=["No"])]},
        "depend on each other in a cycle",
    ),
    "an unknown parameter": (
        {"Steps": [fail_step(Arguments={"ErrorMessage": {"Get": "Parameters.X"}})]},
        "refers to 'Parameters.X'",
    ),
    "an unknown variable": (
        {"Steps": [fail_step(Arguments={"ErrorMessage": {"Get": "Execution.X"}})]},
        "refers to 'Execution.X'",
    ),
    "a property that no such step has": (
        {"Steps": [condition(EQUALS), fail_step(Arguments={"ErrorMessage": {"Get": "Steps.Check.Result"}})]},
        "refers to 'Steps.Check.Result'",
    ),
    "an unknown condition": ({"Steps": [condition({**EQUALS, "Type": "Bigger"})]}, "unknown type 'Bigger'"),
    "a condition without a side": ({"Steps": [condition({"Type": "Equals", "LeftValue": 1})]}, "has the members"),
    "an unknown parameter type": (
        {"Parameters": [{"Name": "P", "Type": "Str"}], "Steps": [fail_step()]},
        "unknown type 'Str'",
    ),
    "a default of another type": (
        {"Parameters": [{"Name": "P", "Type": "Integer", "DefaultValue": "3"}], "Steps": [fail_step()]},
        "not of type Integer",
    ),
    "a cache without an end": (
        {"Steps": [fail_step(CacheConfig={"Enabled": True})]},
        "needs ExpireAfter",
    ),
    "a cache with a wrong duration": (
        {"Steps": [fail_step(CacheConfig={"Enabled": True, "ExpireAfter": "30 days"})]},
        "is not an ISO 8601 duration",
    ),
    "a step type that is not emulated": ({"Steps": [fail_step(Type="Lambda")]}, "not emulated: step type Lambda"),
    "retry policies": ({"Steps": [fail_step(RetryPolicies=[{}])]}, "not emulated: RetryPolicies"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_definition_is_refused_for(case, bench):
    document, message = REFUSED[case]
    text = document if isinstance(document, str) else json.dumps({"Version": "2020-12-01", **document})
    name = bench.name("pipeline")
    with pytest.raises(ClientError, match=message):
        bench.sagemaker.create_pipeline(PipelineName=name, PipelineDefinition=text, RoleArn=bench.role)
    with pytest.raises(ClientError, match="does not exist"):
        bench.sagemaker.describe_pipeline(PipelineName=name)


def test_a_pipeline_name_is_used_once(pipelines, bench):
    name = pipelines.create(pipelines.definition(fail_step()))
    with pytest.raises(ClientError, match="already exists") as refused:
        bench.sagemaker.create_pipeline(
            PipelineName=name, PipelineDefinition=json.dumps(pipelines.definition(fail_step())), RoleArn=bench.role
        )
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_an_unknown_pipeline_is_a_resource_not_found(bench):
    with pytest.raises(ClientError) as refused:
        bench.sagemaker.describe_pipeline(PipelineName="nowhere")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFound"


def test_a_definition_may_come_from_s3(pipelines, bench):
    text = json.dumps(pipelines.definition(fail_step()))
    bench.put("definition.json", text)
    name = bench.name("pipeline")
    place = {"Bucket": bench.bucket, "ObjectKey": "definition.json"}
    bench.sagemaker.create_pipeline(PipelineName=name, PipelineDefinitionS3Location=place, RoleArn=bench.role)
    assert bench.sagemaker.describe_pipeline(PipelineName=name)["PipelineDefinition"] == text


def test_a_deleted_pipeline_takes_its_executions_with_it(pipelines, bench):
    arn = pipelines.run(pipelines.definition(fail_step()))["PipelineExecutionArn"]
    bench.sagemaker.delete_pipeline(PipelineName=arn.split("/")[1])
    with pytest.raises(ClientError, match="ResourceNotFound"):
        bench.sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)


def test_pipelines_are_listed_page_by_page(pipelines, bench):
    prefix = bench.name("many")
    text = json.dumps(pipelines.definition(fail_step()))
    for number in range(3):
        bench.sagemaker.create_pipeline(PipelineName=f"{prefix}-{number}", PipelineDefinition=text, RoleArn=bench.role)
    pages = bench.sagemaker.get_paginator("list_pipelines").paginate(
        PipelineNamePrefix=prefix, SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 2}
    )
    names = [[pipeline["PipelineName"] for pipeline in page["PipelineSummaries"]] for page in pages]
    assert names == [[f"{prefix}-0", f"{prefix}-1"], [f"{prefix}-2"]]
