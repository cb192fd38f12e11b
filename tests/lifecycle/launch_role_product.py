"""The product whose launch role is tried, and two further versions of it."""

from __future__ import annotations

import copy
import json
from typing import Any

from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.naming import asset_bucket
from mlops_templates.publish import Clients
from tests.foundations.documents import documents_by_product, launch_statements

Form = dict[str, str]


def granted(product: str) -> tuple[str, ...]:
    """Every permission of the product's launch role, as its template spells it."""
    return tuple(sorted({action for statement in launch_statements(product) for action in statement["Action"]}))


def taken_over(clients: Clients, role: str) -> tuple[dict[str, Any], ...]:
    """The documents of the role's managed policies, detached so that inline ones can stand for them."""
    documents = []
    for attached in clients.iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = attached["PolicyArn"]
        version = clients.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        documents.append(clients.iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"])
        clients.iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    return tuple(documents)


def version(clients: Clients, product: str, noun: str, template: dict[str, Any]) -> str:
    """A further version of the product."""
    bucket, key = asset_bucket(ACCOUNT, clients.region), f"templates/{noun}.json"
    clients.s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(template).encode())
    url = f"https://{bucket}.s3.{clients.region}.amazonaws.com/{key}"
    made = clients.servicecatalog.create_provisioning_artifact(
        ProductId=product,
        Parameters={"Name": noun, "Info": {"LoadTemplateFromURL": url}, "Type": "CLOUD_FORMATION_TEMPLATE"},
        IdempotencyToken=noun,
    )
    return str(made["ProvisioningArtifactDetail"]["Id"])


def broken(product: str) -> dict[str, Any]:
    """The product's template with a last resource that its launch role may never make."""
    template: dict[str, Any] = copy.deepcopy(documents_by_product()[product][0])
    made = sorted(template["Resources"])
    template["Resources"]["Broken"] = {"Type": "AWS::SSM::Parameter", "DependsOn": made, "Properties": {
        "Name": "out-of-reach", "Type": "String", "Value": "none"
    }}  # fmt: skip
    return template


def touched(product: str) -> dict[str, Any]:
    """The product's template with one more tag, or one more statement, on every resource."""
    template: dict[str, Any] = copy.deepcopy(documents_by_product()[product][0])
    for resource in template["Resources"].values():
        schema, properties = schema_of(resource["Type"]), resource["Properties"]
        if resource["Type"] == "AWS::SNS::Subscription":
            properties["FilterPolicy"] = {"touched": ["yes"]}
        elif schema is not None and schema.tagged:
            properties["Tags"] = [*properties.get("Tags", []), {"Key": "touched", "Value": "yes"}]
        elif "PolicyDocument" in properties:
            first = properties["PolicyDocument"]["Statement"][0]
            properties["PolicyDocument"]["Statement"].append({**first, "Sid": "Touched"})
        else:
            properties["Description"] = "touched"
    return template
