"""Variables of builds hold no secret."""

from __future__ import annotations

import re

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from mlops_templates.policy.reading import at, mappings, resources

SECRET = re.compile(
    r"(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(API|ACCESS|PRIVATE)_?KEY(_?ID)?)$", re.IGNORECASE
)
KEPT_ELSEWHERE = ("PARAMETER_STORE", "SECRETS_MANAGER")


class BuildSecretless(CloudFormationLintRule):
    """Variables of builds hold no secret."""

    id = "E9538"
    shortdesc = "Variables of builds hold no secret"
    description = "Plain variables of a build are read in its console and by everybody who may look at the project"
    source_url = "https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html"
    tags = ["mlops-templates", "codebuild"]

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name], f"{name}: read {variable['Name']} from Secrets Manager or Parameter Store")
            for name, build in resources(cfn, "AWS::CodeBuild::Project")
            for variable in mappings(at(build, "Properties", "Environment", "EnvironmentVariables"))
            if SECRET.search(str(variable.get("Name"))) and variable.get("Type") not in KEPT_ELSEWHERE
        ]
