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
    """A published product in two versions, the second of which touches every resource."""

    clients: Clients
    role: str
    second: str
    documents: tuple[dict[str, Any], ...]

    @classmethod
    def begin(cls, clients: Clients) -> LaunchRoleLife:
        bundle = make_bundle([find_product(PRODUCT)], "codecommit")
        apply(make_plan(bundle, Settings(), clients), bundle, clients, report=lambda step: None)
        second = _touching_version(clients, find_offered(PRODUCT, clients).product_id)
        role = launch_role_name(clients.region)
        return cls(clients, role, second, _taken_over(clients, role))

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
        """What a project says when it fails at its creation, its update or its deletion; empty when it does not."""
        said = (
            self._tried(name, self._create)
            or self._tried(name, self._update)
            or self._tried(name, self.clients.sagemaker.delete_project)
        )
        self.hold_all_but("")
        if projects.read_project(name, self.clients) is not None:
            self._tried(name, self.clients.sagemaker.delete_project)
        return said

    def _tried(self, name: str, work: Callable[..., Any]) -> str:
        try:
            work(ProjectName=name)
            projects.wait(name, self.clients)
        except MlopsTemplatesError as error:
            return str(error)
        return ""

    def _create(self, ProjectName: str) -> None:
        # Of two versions `projects.create` would take the newest, which is the one to update to.
        offered = find_offered(PRODUCT, self.clients)
        versions = self.clients.servicecatalog.list_provisioning_artifacts(ProductId=offered.product_id)
        first = next(each["Id"] for each in versions["ProvisioningArtifactDetails"] if each["Id"] != self.second)
        details = {"ProductId": offered.product_id, "ProvisioningArtifactId": first}
        self.clients.sagemaker.create_project(ProjectName=ProjectName, ServiceCatalogProvisioningDetails=details)

    def _update(self, ProjectName: str) -> None:
        details = {"ProvisioningArtifactId": self.second}
        self.clients.sagemaker.update_project(ProjectName=ProjectName, ServiceCatalogProvisioningUpdateDetails=details)


def _taken_over(clients: Clients, role: str) -> tuple[dict[str, Any], ...]:
    """The documents of the role's managed policies, detached so that inline ones can stand for them."""
    documents = []
    for attached in clients.iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        arn = attached["PolicyArn"]
        version = clients.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        documents.append(clients.iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"])
        clients.iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    return tuple(documents)


def _touching_version(clients: Clients, product: str) -> str:
    """A further version of the product, in which every resource differs a little."""
    bucket = asset_bucket(ACCOUNT, clients.region)
    clients.s3.put_object(Bucket=bucket, Key="templates/touched.json", Body=json.dumps(touched()).encode())
    url = f"https://{bucket}.s3.{clients.region}.amazonaws.com/templates/touched.json"
    made = clients.servicecatalog.create_provisioning_artifact(
        ProductId=product,
        Parameters={"Name": "touched", "Info": {"LoadTemplateFromURL": url}, "Type": "CLOUD_FORMATION_TEMPLATE"},
        IdempotencyToken="touched",
    )
    return str(made["ProvisioningArtifactDetail"]["Id"])


def touched() -> dict[str, Any]:
    """The product's template with one more tag, or one more statement, on every resource."""
    template: dict[str, Any] = copy.deepcopy(product_documents()[0])
    for resource in template["Resources"].values():
        schema, properties = schema_of(resource["Type"]), resource["Properties"]
        if resource["Type"] == "AWS::CodeBuild::Project":
            properties["Description"] = "touched"
        elif schema is not None and schema.tagged:
            properties["Tags"] = [*properties.get("Tags", []), {"Key": "touched", "Value": "yes"}]
        elif "PolicyDocument" in properties:
            first = properties["PolicyDocument"]["Statement"][0]
            properties["PolicyDocument"]["Statement"].append({**first, "Sid": "Touched"})
        else:
            properties["Description"] = "touched"
    return template
