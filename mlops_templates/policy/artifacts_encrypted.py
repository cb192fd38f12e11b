"""Artifacts of a pipeline are encrypted with a named key."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import Resource, at, mapping, mappings, resources


class ArtifactsEncrypted(CloudFormationLintRule):
    """Artifacts of a pipeline are encrypted with a named key."""

    id = "E9533"
    shortdesc = "Artifacts of a pipeline are encrypted with a named key"
    description = "Without one CodePipeline takes a key of AWS, with which no other account can read"
    source_url = "https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html"
    tags = ["mlops-templates", "codepipeline"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: name the project's key in EncryptionKey of its artifact store")
            for name, found in resources(cfn, "AWS::CodePipeline::Pipeline")
            if is_ours(cfn) and not _are_encrypted(found)
        ]


def _are_encrypted(pipeline: Resource) -> bool:
    """In the one store of a pipeline, or in those of all its regions."""
    properties = mapping(pipeline.get("Properties"))
    stores = [mapping(each.get("ArtifactStore")) for each in mappings(properties.get("ArtifactStores"))]
    return all(at(store, "EncryptionKey", "Id") for store in stores or [mapping(properties.get("ArtifactStore"))])
