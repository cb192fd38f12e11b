"""Executions, their steps, parameters and definition, as the API shows them."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.pipelines.expressions import text
from mlops_templates.localaws.sagemaker.pipelines.records import (
    Execution,
    PipelineState,
    StepRun,
    execution_of,
    pipeline_of,
)
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.registry.records import user_context
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def describe_pipeline_execution(call: Call, request: Document) -> Document:
    execution = execution_of(call, request["PipelineExecutionArn"])
    facts = {
        "PipelineExecutionDescription": execution.description,
        "FailureReason": execution.failure_reason,
        "ParallelismConfiguration": execution.parallelism,
    }
    return {
        "PipelineArn": execution.pipeline_arn,
        "PipelineExecutionArn": execution.arn,
        "PipelineExecutionDisplayName": execution.display_name,
        "PipelineExecutionStatus": execution.status,
        "CreationTime": execution.created,
        "LastModifiedTime": execution.modified,
        "CreatedBy": user_context(execution.created_by),
        "LastModifiedBy": user_context(execution.created_by),
        "RoleArn": execution.role_arn,
        **{name: value for name, value in facts.items() if value},
    }


@SERVICE.action
def list_pipeline_executions(call: Call, request: Document) -> Document:
    pipeline = pipeline_of(call, request["PipelineName"])
    executions = [
        found for found in list(call.state(PipelineState).executions.values()) if found.pipeline_arn == pipeline.arn
    ]
    kept, token = page(select(executions, request, order="Descending"), request)
    return {"PipelineExecutionSummaries": [_summary(execution) for execution in kept], "NextToken": token}


@SERVICE.action
def list_pipeline_execution_steps(call: Call, request: Document) -> Document:
    if "PipelineExecutionArn" not in request:
        raise invalid("PipelineExecutionArn must be given.")
    execution = execution_of(call, request["PipelineExecutionArn"])
    started = sorted(
        (run for run in list(execution.steps.values()) if run.status != "Retrying"), key=lambda run: run.started
    )
    if request.get("SortOrder", "Descending") == "Descending":
        started.reverse()
    steps, token = page(started, request)
    return {"PipelineExecutionSteps": [_step(run) for run in steps], "NextToken": token}


@SERVICE.action
def list_pipeline_parameters_for_execution(call: Call, request: Document) -> Document:
    execution = execution_of(call, request["PipelineExecutionArn"])
    listed = [{"Name": name, "Value": text(value)} for name, value in execution.parameters.items()]
    parameters, token = page(listed, request)
    return {"PipelineParameters": parameters, "NextToken": token}


@SERVICE.action
def describe_pipeline_definition_for_execution(call: Call, request: Document) -> Document:
    execution = execution_of(call, request["PipelineExecutionArn"])
    return {"PipelineDefinition": execution.definition, "CreationTime": execution.created}


def _summary(execution: Execution) -> Document:
    return {
        "PipelineExecutionArn": execution.arn,
        "StartTime": execution.created,
        "PipelineExecutionStatus": execution.status,
        "PipelineExecutionDisplayName": execution.display_name,
        **({"PipelineExecutionDescription": execution.description} if execution.description else {}),
        **({"PipelineExecutionFailureReason": execution.failure_reason} if execution.failure_reason else {}),
    }


def _step(run: StepRun) -> Document:
    facts = {
        "StepDisplayName": run.display_name,
        "StepDescription": run.description,
        "EndTime": run.ended,
        "FailureReason": run.failure_reason,
        "Metadata": run.metadata,
        "CacheHitResult": {"SourcePipelineExecutionArn": run.cached_from} if run.cached_from else None,
    }
    return {
        "StepName": run.name,
        "StartTime": run.started,
        "StepStatus": run.status,
        "AttemptCount": run.attempt,
        **{name: value for name, value in facts.items() if value},
    }
