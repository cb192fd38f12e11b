"""Steps without a job: Model, RegisterModel, Condition and Fail."""

import secrets

from botocore.exceptions import ClientError

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.pipelines.conditions import holds
from mlops_templates.localaws.sagemaker.pipelines.expressions import resolve, text
from mlops_templates.localaws.sagemaker.pipelines.scope import scope_of
from mlops_templates.localaws.sagemaker.pipelines.step_context import StepContext, StepFailed


def create_model(context: StepContext) -> None:
    arguments = _arguments(context)
    generated = f"pipelines-{context.execution.id}-{context.step.name.replace('_', '-')[:20]}-{secrets.token_hex(5)}"
    name = arguments.get("ModelName") or generated
    arn = context.invoke("CreateModel", {**arguments, "ModelName": name})["ModelArn"]
    context.run.metadata = {"Model": {"Arn": arn}}
    context.run.properties = _described(context, "DescribeModel", {"ModelName": name})


def register_model(context: StepContext) -> None:
    """Register a version; as SageMaker does, make its group when there is none."""
    arguments = _arguments(context)
    arguments.setdefault("MetadataProperties", {}).setdefault("GeneratedBy", context.execution.arn)
    if group := arguments.get("ModelPackageGroupName"):
        _ensure_group(context, group)
    arn = context.invoke("CreateModelPackage", arguments)["ModelPackageArn"]
    context.run.metadata = {"RegisterModel": {"Arn": arn}}
    context.run.properties = _described(context, "DescribeModelPackage", {"ModelPackageName": arn})


def decide(context: StepContext) -> None:
    """Evaluate all conditions of the step; its outcome chooses the branch."""
    scope = scope_of(context.call, context.execution, context.definition, {})
    outcome = str(all(holds(condition, scope) for condition in context.step.arguments["Conditions"]))
    context.run.metadata = {"Condition": {"Outcome": outcome}}
    context.run.properties = {"Outcome": outcome}


def fail(context: StepContext) -> None:
    message = text(_arguments(context).get("ErrorMessage", ""))
    context.run.metadata = {"Fail": {"ErrorMessage": message}}
    raise StepFailed(message)


def _arguments(context: StepContext) -> Document:
    scope = scope_of(context.call, context.execution, context.definition, {})
    resolved: Document = resolve(context.step.arguments, scope)
    return resolved


def _described(context: StepContext, action: str, arguments: Document) -> Document:
    answer = context.invoke(action, arguments)
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def _ensure_group(context: StepContext, group: str) -> None:
    client = context.call.client("sagemaker")
    try:
        client.describe_model_package_group(ModelPackageGroupName=group)
    except ClientError as error:
        if "does not exist" not in str(error):
            raise StepFailed(f"ClientError: {error}") from error
        context.invoke("CreateModelPackageGroup", {"ModelPackageGroupName": group})
