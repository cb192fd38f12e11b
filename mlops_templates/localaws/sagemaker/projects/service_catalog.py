"""Projects made from a Service Catalog product."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from botocore.exceptions import ClientError

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.sagemaker.projects.parameters import given_parameters
from mlops_templates.localaws.sagemaker.projects.records import Project, ProjectFailedError, Work
from mlops_templates.localaws.sagemaker.refusals import invalid

PAUSE_SECONDS = 0.2
SAGEMAKER = "sagemaker.amazonaws.com"


@dataclass
class ServiceCatalogProduct:
    """The product that was asked for, and what became of it."""

    asked: Document
    provisioned_product_id: str = ""
    updated: Document = field(default_factory=dict)

    def create(self, call: Call, project: Project) -> Work:
        product_id = self.asked["ProductId"]
        given = given_parameters(project, self.asked.get("ProvisioningParameters", []))
        path = {"PathId": self.asked["PathId"]} if "PathId" in self.asked else {}
        catalog = call.client("servicecatalog")
        try:
            record = catalog.provision_product(
                ProductId=product_id,
                ProvisioningArtifactId=self.asked.get("ProvisioningArtifactId") or _newest(call, product_id),
                ProvisionedProductName=f"{project.name}-{project.id}",
                ProvisioningParameters=_listed({**project.own_parameters, **given}),
                Tags=project.stack_tags,
                **path,
            )["RecordDetail"]
        except ClientError as error:
            raise _refused(error) from error
        self.provisioned_product_id = record["ProvisionedProductId"]
        return lambda: _wait(call, record["RecordId"])

    def update(self, call: Call, project: Project, request: Document) -> Work:
        asked = request.get("ServiceCatalogProvisioningUpdateDetails")
        if not asked:
            raise invalid("The project was made from a Service Catalog product: it has no template provider to update")
        given = given_parameters(project, asked.get("ProvisioningParameters", []))
        try:
            record = call.client("servicecatalog").update_provisioned_product(
                ProvisionedProductId=self.provisioned_product_id,
                ProvisioningArtifactId=asked.get("ProvisioningArtifactId") or _newest(call, self.asked["ProductId"]),
                ProvisioningParameters=_listed(given),
            )["RecordDetail"]
        except ClientError as error:
            raise _refused(error) from error
        before = {each["Key"]: each["Value"] for each in self.asked.get("ProvisioningParameters", [])}
        after = {**self.asked, "ProvisioningArtifactId": record["ProvisioningArtifactId"]}
        after["ProvisioningParameters"] = _listed({**before, **given})

        def work() -> None:
            _wait(call, record["RecordId"])
            self.asked = after

        return work

    def delete(self, call: Call, project: Project) -> Work:
        """A provisioned product that somebody has terminated already is fine, and so is one that never was."""
        if not self.provisioned_product_id:
            return lambda: None
        try:
            record = call.client("servicecatalog").terminate_provisioned_product(
                ProvisionedProductId=self.provisioned_product_id
            )["RecordDetail"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return lambda: None
            raise _refused(error) from error
        return lambda: _wait(call, record["RecordId"])

    def resume(self, call: Call, project: Project, verb: str) -> None:
        """Wait for the last record of the provisioned product; one that is gone was deleted."""
        catalog = call.as_service(SAGEMAKER).client("servicecatalog")
        try:
            found = catalog.describe_provisioned_product(Name=f"{project.name}-{project.id}")
        except ClientError as error:
            if verb == "Delete":
                return
            raise ProjectFailedError(INTERRUPTED) from error
        detail = found["ProvisionedProductDetail"]
        self.provisioned_product_id = detail["Id"]
        _wait(call, detail["LastRecordId"])

    def details(self, project: Project) -> Document:
        provisioned = {
            "ProvisionedProductId": self.provisioned_product_id,
            "ProvisionedProductStatusMessage": project.message,
        }
        return {
            "ServiceCatalogProvisioningDetails": self.asked,
            "ServiceCatalogProvisionedProductDetails": {key: value for key, value in provisioned.items() if value},
        }


def _newest(call: Call, product_id: str) -> str:
    """The version made last, among the active ones."""
    listed = call.as_service(SAGEMAKER).client("servicecatalog").list_provisioning_artifacts(ProductId=product_id)
    active = [each for each in listed["ProvisioningArtifactDetails"] if each["Active"]]
    if not active:
        raise invalid(f"Product {product_id} has no active provisioning artifact")
    return str(max(active, key=lambda each: each["CreatedTime"])["Id"])


def _listed(parameters: dict[str, str]) -> list[Document]:
    return [{"Key": key, "Value": value} for key, value in parameters.items()]


def _refused(error: ClientError) -> AwsError:
    return invalid(f"Exception when calling AWS ServiceCatalog: {error.response['Error']['Message']}")


def _wait(call: Call, record_id: str) -> None:
    """Wait for the record to end.

    Raises:
        ProjectFailedError: with the record's first error.
    """
    while (record := _record(call, record_id))["Status"] in ("CREATED", "IN_PROGRESS"):
        time.sleep(PAUSE_SECONDS)
    if record["Status"] != "SUCCEEDED":
        raise ProjectFailedError(record["RecordErrors"][0]["Description"])


def _record(call: Call, record_id: str) -> Document:
    return dict(call.as_service(SAGEMAKER).client("servicecatalog").describe_record(Id=record_id)["RecordDetail"])
