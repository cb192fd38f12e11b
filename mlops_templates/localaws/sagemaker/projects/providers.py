"""Which provider a new project asks for."""

from __future__ import annotations

from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.projects.records import Provider
from mlops_templates.localaws.sagemaker.projects.s3_template import S3Template
from mlops_templates.localaws.sagemaker.projects.service_catalog import ServiceCatalogProduct
from mlops_templates.localaws.sagemaker.refusals import invalid


def provider_for(request: Document) -> Provider:
    """The provider, of which a request names exactly one.

    Raises:
        AwsError: ValidationException.
    """
    product, templates = request.get("ServiceCatalogProvisioningDetails"), request.get("TemplateProviders")
    if bool(product) == bool(templates):
        raise invalid("Specify either ServiceCatalogProvisioningDetails or TemplateProviders, but not both")
    if product:
        return ServiceCatalogProduct(product)
    template = (templates or [{}])[0].get("CfnTemplateProvider")
    if not template:
        raise invalid("TemplateProviders must have exactly one CfnTemplateProvider")
    return S3Template(template)
