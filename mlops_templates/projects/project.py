"""A SageMaker project as SageMaker describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.publish.change_set import first_failure
from mlops_templates.publish.clients import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import LONGEST_WAIT, pauses

MOVING = {"Pending", "CreateInProgress", "UpdateInProgress", "DeleteInProgress"}
WELL = {"CreateCompleted", "UpdateCompleted"}
GONE = "DeleteCompleted"
CREATE_FAILED = "CreateFailed"
TRY_AGAIN = (
    "It was rolled back. Remove the cause, then create the project again; "
    "what is missing in the asset bucket, mlops-templates publish uploads."
)


@dataclass(frozen=True)
class Project:
    """One project and the stack that makes it up."""

    name: str
    project_id: str
    arn: str
    status: str
    reason: str
    provisioned_product_id: str
    product_id: str = ""
    template: Mapping[str, Any] = field(default_factory=dict)
    """The template provider, if it was made from a template in S3."""

    def stack(self, clients: Clients) -> str:
        """The ARN of its CloudFormation stack, as Service Catalog or SageMaker recorded it; empty if none was begun."""
        if not self.provisioned_product_id:
            return str(self.template.get("StackDetail", {}).get("Id", ""))
        with explained(f"find the stack of project {self.name}"):
            catalog = clients.servicecatalog
            found = catalog.describe_provisioned_product(Id=self.provisioned_product_id)["ProvisionedProductDetail"]
            record = catalog.describe_record(
                Id=found.get("LastSuccessfulProvisioningRecordId") or found["LastRecordId"]
            )
            outputs = {output["OutputKey"]: output["OutputValue"] for output in record.get("RecordOutputs", ())}
            return str(outputs.get("CloudformationStackARN", ""))


def read_project(name: str, clients: Clients) -> Project | None:
    """The project of that name; None when there is none."""
    with explained(f"read project {name}"):
        try:
            found = clients.sagemaker.describe_project(ProjectName=name)
        except ClientError as error:
            told = error.response["Error"]
            if told["Code"] == "ResourceNotFound" or "does not exist" in told.get("Message", ""):
                return None
            raise
    providers = found.get("TemplateProviderDetails") or [{}]
    template = providers[0].get("CfnTemplateProviderDetail", {})
    details = found.get("ServiceCatalogProvisionedProductDetails", {})
    if found["ProjectStatus"] == GONE:
        return None
    return Project(
        name=found["ProjectName"],
        project_id=found["ProjectId"],
        arn=found["ProjectArn"],
        status=found["ProjectStatus"],
        reason=details.get("ProvisionedProductStatusMessage", "")
        or template.get("StackDetail", {}).get("StatusMessage", ""),
        provisioned_product_id=details.get("ProvisionedProductId", ""),
        product_id=found.get("ServiceCatalogProvisioningDetails", {}).get("ProductId", ""),
        template=template,
    )


def wait(name: str, clients: Clients) -> Project | None:
    """The project once nothing is under way; None when it is gone; an error with the first cause when it failed."""
    for _ in pauses(LONGEST_WAIT):
        project = read_project(name, clients)
        if project is None or project.status in WELL:
            return project
        if project.status not in MOVING:
            advice = f" {TRY_AGAIN}" if project.status == CREATE_FAILED else ""
            raise MlopsTemplatesError(f"Project {name} is in {project.status}: {_cause(project, clients)}{advice}")
    raise MlopsTemplatesError(f"Project {name} is still under way after {LONGEST_WAIT / 60:.0f} minutes.")


def _cause(project: Project, clients: Clients) -> str:
    stack = project.stack(clients)
    cause = first_failure(clients.cloudformation, stack) if stack else project.reason or "SageMaker names no reason."
    return cause if cause.endswith(".") else f"{cause}."
