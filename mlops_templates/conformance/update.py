"""A further version of a product that touches all that can be changed in place, and a project moved to it."""

from __future__ import annotations

import copy
import json
from typing import Any

from mlops_templates import projects
from mlops_templates.conformance.rendering import Rendering
from mlops_templates.localaws.cloudformation.schema.provider import schema_of
from mlops_templates.naming import asset_bucket
from mlops_templates.projects.offered import find_offered
from mlops_templates.publish import Clients
from mlops_templates.publish.problems import explained
from mlops_templates.publish.settings import S3, SERVICE_CATALOG

KEY = "templates/conformance-touched.json"
TAG = {"Key": "mlops:conformance", "Value": "touched"}


def update(project: str, rendering: Rendering, clients: Clients, channel: str = SERVICE_CATALOG) -> int:
    """Update the project to the touched version and wait; how many resources it touches."""
    template, touched = _touched(rendering.document)
    if not touched:
        return 0
    with explained(f"update project {project}"):
        url = _uploaded(template, clients)
        asked = _by_template(project, url, clients) if channel == S3 else _by_version(url, rendering, clients)
        clients.sagemaker.update_project(ProjectName=project, **asked)
    projects.wait(project, clients)
    return touched


def _touched(document: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The template with one more tag on every resource that has a list of tags."""
    template = copy.deepcopy(document)
    count = 0
    for resource in template["Resources"].values():
        schema = schema_of(resource["Type"])
        tags = resource.get("Properties", {}).get("Tags")
        if schema and schema.tagged and "Tags" not in schema.create_only and isinstance(tags, list):
            tags.append(TAG)
            count += 1
    return template, count


def _uploaded(template: dict[str, Any], clients: Clients) -> str:
    account = clients.sts.get_caller_identity()["Account"]
    bucket = asset_bucket(account, clients.region)
    clients.s3.put_object(Bucket=bucket, Key=KEY, Body=json.dumps(template).encode())
    return f"https://{bucket}.s3.{clients.region}.amazonaws.com/{KEY}"


def _by_template(project: str, url: str, clients: Clients) -> dict[str, Any]:
    known = clients.sagemaker.describe_project(ProjectName=project)["TemplateProviderDetails"]
    name = known[0]["CfnTemplateProviderDetail"]["TemplateName"]
    return {"TemplateProvidersToUpdate": [{"CfnTemplateProvider": {"TemplateName": name, "TemplateURL": url}}]}


def _by_version(url: str, rendering: Rendering, clients: Clients) -> dict[str, Any]:
    made = clients.servicecatalog.create_provisioning_artifact(
        ProductId=find_offered(rendering.product.name, clients, rendering.scm).product_id,
        Parameters={"Name": "touched", "Info": {"LoadTemplateFromURL": url}, "Type": "CLOUD_FORMATION_TEMPLATE"},
        IdempotencyToken="touched",
    )
    version = made["ProvisioningArtifactDetail"]["Id"]
    return {"ServiceCatalogProvisioningUpdateDetails": {"ProvisioningArtifactId": version}}
