"""Stack sets, instances, operations and results as the API shows them."""

from __future__ import annotations

from mlops_templates.localaws.cloudformation.stack_sets.preferences import shown
from mlops_templates.localaws.cloudformation.stack_sets.state import Instance, Result, SetOperation, StackSet
from mlops_templates.localaws.document import Document

_GATE = "AWSCloudFormationStackSetAccountGate"


def described_set(stack_set: StackSet) -> Document:
    known = stack_set.specification
    parameters = [value.document() for value in known.parameters.values()]
    return {
        **summarised_set(stack_set),
        "StackSetARN": stack_set.arn,
        "TemplateBody": known.text,
        "Parameters": [{key: each[key] for key in ("ParameterKey", "ParameterValue")} for each in parameters],
        "Capabilities": list(known.capabilities),
        "Tags": [{"Key": key, "Value": value} for key, value in known.tags.items()],
        "AdministrationRoleARN": known.administration_role,
        "ExecutionRoleName": known.execution_role,
        "OrganizationalUnitIds": [],
        "Regions": sorted({region for _, region in stack_set.instances}),
    }


def summarised_set(stack_set: StackSet) -> Document:
    return {
        "StackSetName": stack_set.name,
        "StackSetId": stack_set.id,
        "Description": stack_set.specification.description,
        "Status": stack_set.status,
        "PermissionModel": "SELF_MANAGED",
        "DriftStatus": "NOT_CHECKED",
        "ManagedExecution": {"Active": stack_set.specification.managed},
    }


def described_instance(stack_set: StackSet, instance: Instance) -> Document:
    values = [{"ParameterKey": key, "ParameterValue": value} for key, value in instance.overrides.items()]
    return {**summarised_instance(stack_set, instance), "ParameterOverrides": values}


def summarised_instance(stack_set: StackSet, instance: Instance) -> Document:
    return {
        "StackSetId": stack_set.id,
        "Region": instance.region,
        "Account": instance.account,
        "StackId": instance.stack_id or None,
        "Status": instance.status,
        "StatusReason": instance.reason,
        "StackInstanceStatus": {"DetailedStatus": instance.detail},
        "OrganizationalUnitId": "",
        "DriftStatus": "NOT_CHECKED",
        "LastOperationId": instance.operation,
    }


def described_operation(stack_set: StackSet, operation: SetOperation) -> Document:
    known = operation.specification
    retain = {"RetainStacks": bool(operation.request.get("RetainStacks"))} if operation.action == "DELETE" else {}
    return {
        **summarised_operation(operation),
        **retain,
        "StackSetId": stack_set.id,
        "AdministrationRoleARN": known.administration_role,
        "ExecutionRoleName": known.execution_role,
    }


def summarised_operation(operation: SetOperation) -> Document:
    failed = sum(each.status == "FAILED" for each in operation.results)
    return {
        "OperationId": operation.id,
        "Action": operation.action,
        "Status": operation.status,
        "CreationTimestamp": operation.created,
        "EndTimestamp": operation.ended,
        "StatusDetails": {"FailedStackInstancesCount": failed},
        "OperationPreferences": shown(operation.request.get("OperationPreferences") or {}),
    }


def described_result(result: Result) -> Document:
    """There are no Lambda functions here, so the account gate is skipped, as where nobody made one."""
    document: Document = {
        "Account": result.account,
        "Region": result.region,
        "Status": result.status,
        "StatusReason": result.reason,
        "OrganizationalUnitId": "",
    }
    if result.status in ("PENDING", "CANCELLED"):
        return document
    gate = f"arn:aws:lambda:{result.region}:{result.account}:function:{_GATE}"
    return {**document, "AccountGateResult": {"Status": "SKIPPED", "StatusReason": f"Function not found: {gate}"}}
