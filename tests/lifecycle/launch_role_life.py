"""The product's launch role with a permission taken away, and the life of a project under it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mlops_templates import projects
from mlops_templates.bundle import make_bundle
from mlops_templates.catalog import find_product
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.clients import ACCOUNT
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.naming import asset_bucket, launch_role_name
from mlops_templates.projects.offered import find_offered
from mlops_templates.publish import Clients, Settings, apply, make_plan
from tests.foundations.documents import product_documents, statements

PRODUCT = "repeatable-real-time"


def granted() -> tuple[str, ...]:
    """Every permission of the launch role, as its template spells it."""
    return tuple(sorted({action for statement in statements("Launch") for action in statement["Action"]}))


@dataclass(frozen=True)
class LaunchRoleLife:
    """A published product, a version of it that touches every resource, and one that cannot be made."""

    clients: Clients
    role: str
    product: str
    versions: dict[str, str]
    documents: tuple[dict[str, Any], ...]

    @classmethod
    def begin(cls, clients: Clients) -> LaunchRoleLife:
        bundle = make_bundle([find_product(PRODUCT)], "codecommit")
        apply(make_plan(bundle, Settings(), clients), bundle, clients, report=lambda step: None)
        offered = find_offered(PRODUCT, clients)
        versions = {"first": offered.artifact_id}
        for noun, template in (("touched", touched()), ("broken", broken())):
            versions[noun] = _version(clients, offered.product_id, noun, template)
        role = launch_role_name(clients.region)
        return cls(clients, role, offered.product_id, versions, _taken_over(clients, role))

    def hold_all_but(self, permission: str) -> None:
        """Give the launch role everything that it is meant to have, less one action."""
        for number, document in enumerate(self.documents):
            kept = copy.deepcopy(document)
            for statement in kept["Statement"]:
                actions = [action for action in statement["Action"] if action != permission]
                statement["Action"] = actions or ["none:None"]
            self.clients.iam.put_role_policy(
                RoleName=self.role, PolicyName=f"part-{number}", PolicyDocument=json.dumps(kept)
            )

    def failure(self, name: str) -> str:
        """What a project says when it fails; empty when it does not.

        Tried are its creation, its update, its deletion, and the way back from a creation that cannot succeed.
        """
        said = (
            self._tried(name, lambda: self._create(name, "first"))
            or self._tried(name, lambda: self._update(name))
            or self._tried(name, lambda: self.clients.sagemaker.delete_project(ProjectName=name))
            or self._way_back(name)
        )
        self.hold_all_but("")
        if projects.read_project(name, self.clients) is not None:
            self._tried(name, lambda: self.clients.sagemaker.delete_project(ProjectName=name))
        return said

    def _tried(self, name: str, work: Callable[[], Any]) -> str:
        try:
            work()
            projects.wait(name, self.clients)
        except MlopsTemplatesError as error:
            return str(error)
        return ""

    def _create(self, name: str, version: str) -> None:
        details = {
            "ProductId": self.product,
            "ProvisioningArtifactId": self.versions[version],
            "ProvisioningParameters": [{"Key": "ApproverEmail", "Value": "approver@example.com"}],
        }
        self.clients.sagemaker.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details)

    def _update(self, name: str) -> None:
        details = {"ProvisioningArtifactId": self.versions["touched"]}
        self.clients.sagemaker.update_project(ProjectName=name, ServiceCatalogProvisioningUpdateDetails=details)

    def _way_back(self, name: str) -> str:
        """Every reason of a failed deletion among the events of a creation that was rolled back."""
        self._tried(name, lambda: self._create(name, "broken"))
        project = projects.read_project(name, self.clients)
        assert project is not None
        pages = self.clients.cloudformation.get_paginator("describe_stack_events").paginate(
            StackName=project.stack(self.clients)
        )
        events = [event for page in pages for event in page["StackEvents"]]
        failed = [event["ResourceStatusReason"] for event in events if event["ResourceStatus"] == "DELETE_FAILED"]
        return "\n".join(failed)


def _taken_over(clients: Clients, role: str) -> tuple[dict[str, Any], ...]:
    """The documents of the role's managed policies, detached so that inline ones can stand for them."""
    documents = []
    for attached in clients.iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = attached["PolicyArn"]
        version = clients.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        documents.append(clients.iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"])
        clients.iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    return tuple(documents)


def _version(clients: Clients, product: str, noun: str, template: dict[str, Any]) -> str:
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


def broken() -> dict[str, Any]:
    """The product's template with a last resource that its launch role may never make."""
    template: dict[str, Any] = copy.deepcopy(product_documents()[0])
    made = sorted(template["Resources"])
    template["Resources"]["Broken"] = {"Type": "AWS::SSM::Parameter", "DependsOn": made, "Properties": {
        "Name": "out-of-reach", "Type": "String", "Value": "none"
    }}  # fmt: skip
    return template


def touched() -> dict[str, Any]:
    """The product's template with one more tag, or one more statement, on every resource."""
    template: dict[str, Any] = copy.deepcopy(product_documents()[0])
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
