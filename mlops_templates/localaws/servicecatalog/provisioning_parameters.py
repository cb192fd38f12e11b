"""DescribeProvisioningParameters: what the form for a launch asks."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.launch_paths import constraint_summaries, path_of
from mlops_templates.localaws.servicecatalog.lookup import artifact_of, product_of
from mlops_templates.localaws.servicecatalog.parameters import outputs_of, parameters_of
from mlops_templates.localaws.servicecatalog.service import SERVICE


@SERVICE.action
def describe_provisioning_parameters(call: Call, request: Document) -> Document:
    product = product_of(call, request)
    artifact = artifact_of(product, request)
    outputs = outputs_of(artifact)
    return {
        "ProvisioningArtifactParameters": parameters_of(artifact),
        "ConstraintSummaries": constraint_summaries(path_of(call, product, request)),
        "UsageInstructions": [],
        "TagOptions": [],
        "ProvisioningArtifactOutputs": outputs,
        "ProvisioningArtifactOutputKeys": outputs,
    }
