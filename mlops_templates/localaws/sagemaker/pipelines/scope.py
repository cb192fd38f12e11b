"""Where the expressions of a running execution get their values."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.sagemaker.jobs.records import JobFailed
from mlops_templates.localaws.sagemaker.jobs.transfer import split
from mlops_templates.localaws.sagemaker.moments import now, text
from mlops_templates.localaws.sagemaker.pipelines.definition import Definition
from mlops_templates.localaws.sagemaker.pipelines.expressions import Scope, Unresolved
from mlops_templates.localaws.sagemaker.pipelines.paths import look_up
from mlops_templates.localaws.sagemaker.pipelines.records import Execution


def scope_of(call: Call, execution: Execution, definition: Definition, variables: Mapping[str, str]) -> Scope:
    """The scope of a step; `variables` are those that only this step has. `call` has the pipeline's role."""
    properties = {name: run.properties for name, run in list(execution.steps.items()) if run.status == "Succeeded"}
    files = {(step.name, file.name): file for step in definition.every_step() for file in step.property_files}

    def read_property_file(step: str, name: str) -> Any:
        file = files[step, name]
        path = f"ProcessingOutputConfig.Outputs['{file.output}'].S3Output.S3Uri"
        try:
            uri = look_up(properties.get(step, {}), path)
        except LookupError as error:
            raise Unresolved(f"Unable to resolve property file {name} of step {step}: {error}") from error
        return _read_json(call, f"{uri.rstrip('/')}/{file.path}")

    return Scope(
        execution.parameters,
        {**_execution_variables(execution), **variables},
        properties,
        read_property_file,
        lambda uri: _read_json(call, uri),
    )


def _execution_variables(execution: Execution) -> dict[str, str]:
    return {
        "StartDateTime": text(execution.created),
        "CurrentDateTime": text(now()),
        "PipelineName": execution.pipeline_name,
        "PipelineArn": execution.pipeline_arn,
        "PipelineExecutionId": execution.id,
        "PipelineExecutionArn": execution.arn,
    }


def _read_json(call: Call, uri: str) -> Any:
    try:
        bucket, key = split(uri)
        return json.loads(call.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
    except (ClientError, JobFailed, ValueError) as error:
        raise Unresolved(f"Unable to read JSON from {uri}: {error}") from error
