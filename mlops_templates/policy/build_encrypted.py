"""Build is encrypted with a named key."""

from __future__ import annotations

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.project_template import is_ours
from mlops_templates.policy.reading import at, resources


class BuildEncrypted(CloudFormationLintRule):
    """Build is encrypted with a named key."""

    id = "E9529"
    shortdesc = "Build is encrypted with a named key"
    description = "Without one CodeBuild encrypts what it makes with a key of AWS, which the account cannot take away"
    source_url = "https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html"
    tags = ["mlops-templates", "codebuild"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: name the project's key in EncryptionKey")
            for name, found in resources(cfn, "AWS::CodeBuild::Project")
            if is_ours(cfn) and not at(found, "Properties", "EncryptionKey")
        ]
