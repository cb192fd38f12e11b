"""What a step has to work with, and how it can end other than well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines.definition import Definition, Step
from mlops_templates.localaws.sagemaker.pipelines.records import Execution, StepRun


class StepFailed(Exception):
    """The step ends as Failed, for this reason."""


class StepStopped(Exception):
    """The step ends as Stopped, because its execution is stopped."""


@dataclass(frozen=True)
class StepContext:
    """One step of one execution at work. `call` has the pipeline's role."""

    call: Call
    execution: Execution
    definition: Definition
    step: Step
    run: StepRun

    def invoke(self, action: str, arguments: Document) -> Any:
        """Call a SageMaker action with resolved arguments, which botocore checks against the API's model."""
        method: Callable[..., Any] = getattr(self.call.client("sagemaker"), _snake(action))
        try:
            return method(**arguments)
        except (BotoCoreError, ClientError) as error:
            raise StepFailed(f"ClientError: Failed to invoke sagemaker:{action}. Error Details: {error}") from error


def _snake(action: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in action).lstrip("_")
