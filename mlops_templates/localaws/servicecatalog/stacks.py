"""The stacks behind provisioned products: made, changed and deleted as the launch role.

Service Catalog assumes the launch role and calls CloudFormation as it; the role trusts servicecatalog.amazonaws.com
and needs CloudFormation's actions besides those of the resources. Without a launch role the end user's rights count.
"""

from __future__ import annotations

from botocore.exceptions import ClientError

from mlops_templates.localaws.authorization.guard import require_somewhere
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.cloudformation.template.reading import read_template
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.servicecatalog.state import (
    ProvisionedProduct,
    ProvisioningArtifact,
    Record,
    ServiceCatalogState,
    now,
)
from mlops_templates.localaws.servicecatalog.tags import tag_list
from mlops_templates.localaws.stack_work import StackFailedError, find_stack, outputs_of, wait_for_stack
from mlops_templates.localaws.trust import trusts

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
LONGEST_BODY = 51_200
NEEDED_OF_A_LAUNCH_ROLE = (
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplateSummary",
    "cloudformation:SetStackPolicy",
    "cloudformation:UpdateStack",
    "cloudformation:ValidateTemplate",
    "s3:GetObject",
)
"""What the administrator guide demands of every launch role, whatever its product holds."""

STACK_ARN = "CloudformationStackARN"

Parameters = dict[str, str | None]


def create(
    call: Call,
    found: ProvisionedProduct,
    record: Record,
    artifact: ProvisioningArtifact,
    parameters: Parameters,
) -> None:
    """Make the stack; a failure leaves the provisioned product in ERROR, with the stack rolled back."""
    record.status = "IN_PROGRESS"
    try:
        acting = _acting(call, found)
        found.stack_id = acting.client("cloudformation").create_stack(
            StackName=f"SC-{call.account}-{found.id}",
            Parameters=[_parameter(key, value) for key, value in parameters.items()],
            Tags=tag_list(found.tags),
            Capabilities=CAPABILITIES,
            **_template(artifact),
        )["StackId"]
        record.outputs = [_stack_output(found)]
        wait_for_stack(acting, found.stack_id)
        _succeeded(acting, found, record)
    except Exception as error:
        _failed(found, record, error, "ERROR")


def update(
    call: Call,
    found: ProvisionedProduct,
    record: Record,
    artifact: ProvisioningArtifact,
    parameters: Parameters,
) -> None:
    """Change the stack; a failure leaves the provisioned product TAINTED, with the stack rolled back."""
    record.status = "IN_PROGRESS"
    record.outputs = [_stack_output(found)]
    try:
        acting = _acting(call, found)
        try:
            acting.client("cloudformation").update_stack(
                StackName=found.stack_id,
                Parameters=_kept_and_given(acting, found, artifact, parameters),
                Capabilities=CAPABILITIES,
                **_template(artifact),
            )
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
        wait_for_stack(acting, found.stack_id)
        found.product_id, found.artifact_id, found.path_id = record.product_id, artifact.id, record.path_id
        _succeeded(acting, found, record)
    except Exception as error:
        _failed(found, record, error, "TAINTED")


def delete(call: Call, found: ProvisionedProduct, record: Record, stays: bool, forgiving: bool) -> None:
    """Delete the stack and forget the provisioned product; a failure leaves it TAINTED unless it is forgiven."""
    record.status = "IN_PROGRESS"
    try:
        if found.stack_id and not stays:
            acting = _acting(call, found)
            acting.client("cloudformation").delete_stack(StackName=found.stack_id)
            wait_for_stack(acting, found.stack_id)
    except Exception as error:
        if not forgiving:
            _failed(found, record, error, "TAINTED")
            return
    _forget(call, found, record)


def resume(call: Call, found: ProvisionedProduct, record: Record) -> None:
    """Carry a request to its end whose stack was under way before a restart."""
    status = "ERROR" if record.type == "PROVISION_PRODUCT" else "TAINTED"
    try:
        acting = _acting(call, found)
        stack = find_stack(acting, found.stack_id or f"SC-{call.account}-{found.id}")
        found.stack_id = stack["StackId"] if stack else found.stack_id
        if record.type == "TERMINATE_PROVISIONED_PRODUCT":
            _resume_deletion(call, acting, found, record, str(stack["StackStatus"]) if stack else "")
            return
        if stack is None:
            raise AwsError("INTERNAL_FAILURE", INTERRUPTED)
        wait_for_stack(acting, found.stack_id)
        if record.type == "UPDATE_PROVISIONED_PRODUCT":
            raise AwsError("INTERNAL_FAILURE", INTERRUPTED)
        _succeeded(acting, found, record)
    except Exception as error:
        _failed(found, record, error, status)


def _resume_deletion(call: Call, acting: Call, found: ProvisionedProduct, record: Record, status: str) -> None:
    """A deletion that had not begun has failed: whether it was to leave the resources is not known any more."""
    if status and not status.startswith("DELETE"):
        raise AwsError("INTERNAL_FAILURE", INTERRUPTED)
    if status:
        wait_for_stack(acting, found.stack_id)
    _forget(call, found, record)


def _forget(call: Call, found: ProvisionedProduct, record: Record) -> None:
    with call.world.lock:
        call.state(ServiceCatalogState).provisioned_products.pop(found.id, None)
    record.updated, record.status = now(), "SUCCEEDED"


def _acting(call: Call, found: ProvisionedProduct) -> Call:
    """The launch role.

    Raises:
        AwsError: when the role does not trust Service Catalog.
    """
    if not found.launch_role:
        return call
    if not trusts(call, found.launch_role, "servicecatalog.amazonaws.com"):
        raise AwsError("AccessDeniedException", f"Access denied while assuming the role {found.launch_role}")
    acting = call.as_role(found.launch_role, "servicecatalog", "servicecatalog.amazonaws.com")
    require_somewhere(acting, NEEDED_OF_A_LAUNCH_ROLE, "the guide of Service Catalog lists it for every launch role")
    return acting


def _template(artifact: ProvisioningArtifact) -> Document:
    """The text as it was when the version was made; one that is too long for a request by its URL."""
    fits = len(artifact.template.encode()) <= LONGEST_BODY
    return {"TemplateBody": artifact.template} if fits else {"TemplateURL": artifact.url}


def _kept_and_given(
    acting: Call, found: ProvisionedProduct, artifact: ProvisioningArtifact, given: Parameters
) -> list[Document]:
    declared = read_template(artifact.template).get("Parameters", {})
    stack = acting.client("cloudformation").describe_stacks(StackName=found.stack_id)["Stacks"][0]
    present = [each["ParameterKey"] for each in stack.get("Parameters", [])]
    kept: Parameters = {key: None for key in present if key in declared}
    return [_parameter(key, value) for key, value in {**kept, **given}.items()]


def _parameter(key: str, value: str | None) -> Document:
    chosen: Document = {"UsePreviousValue": True} if value is None else {"ParameterValue": value}
    return {"ParameterKey": key, **chosen}


def _stack_output(found: ProvisionedProduct) -> Document:
    return {"OutputKey": STACK_ARN, "OutputValue": found.stack_id, "Description": "The ARN of the stack"}


def _succeeded(acting: Call, found: ProvisionedProduct, record: Record) -> None:
    found.outputs = [_stack_output(found), *outputs_of(acting, found.stack_id)]
    record.outputs = found.outputs
    found.status, found.status_message = "AVAILABLE", ""
    found.last_successful_record = record.id
    record.updated, record.status = now(), "SUCCEEDED"


def _failed(found: ProvisionedProduct, record: Record, error: Exception, status: str) -> None:
    code, message = "INTERNAL_FAILURE", str(error)
    if isinstance(error, AwsError | StackFailedError):
        code, message = error.code, error.message
    elif isinstance(error, ClientError):
        reason = error.response["Error"]
        code, message = str(reason["Code"]), str(reason["Message"])
    record.errors = [{"Code": code, "Description": message}]
    found.status, found.status_message = status, message
    record.updated, record.status = now(), "FAILED"
