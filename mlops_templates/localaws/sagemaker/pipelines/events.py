"""The event by which others learn that an execution began or ended."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.events import bus
from mlops_templates.localaws.sagemaker.moments import text
from mlops_templates.localaws.sagemaker.pipelines.records import Execution


def emit_status_change(call: Call, execution: Execution, previous: str) -> None:
    """Tell the default bus of the execution's present status."""
    ended: Document = {} if execution.status == "Executing" else {"executionEndTime": text(execution.modified)}
    bus.emit(
        call,
        source="aws.sagemaker",
        detail_type="SageMaker Model Building Pipeline Execution Status Change",
        detail={
            "pipelineArn": execution.pipeline_arn,
            "pipelineExecutionArn": execution.arn,
            "pipelineExecutionDisplayName": execution.display_name,
            "pipelineExecutionDescription": execution.description,
            "currentPipelineExecutionStatus": execution.status,
            "previousPipelineExecutionStatus": previous,
            "executionStartTime": text(execution.created),
            **ended,
        },
        resources=[execution.pipeline_arn, execution.arn],
    )
