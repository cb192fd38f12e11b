"""What the roles of a project may do, judged as IAM judges: shared policies, tags of the role, boundary."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mlops_templates.catalog import load_products
from mlops_templates.foundations.assets import assets_template
from mlops_templates.foundations.use_policies import use_policies_template
from mlops_templates.localaws.authorization.decision import Policies, Question, decide
from mlops_templates.localaws.authorization.policy import Statements, parse
from mlops_templates.localaws.authorization.principals import Caller
from mlops_templates.naming import logical_id
from tests.rendered import product_document

Document = dict[str, Any]

ACCOUNT = "111122223333"
REGION = "eu-west-1"
EVERY_TEMPLATE = [(product.name, scm) for product in load_products().values() for scm in product.scms]


FORM = {
    "AllowedInstanceTypes": "ml.m5.large",
    "AthenaWorkgroup": "analysts",
    "EmrApplicationId": "00f1abc",
    "GlueDatabase": "sales,weather",
    "LakeBucket": "lake-of-sales,lake-of-weather",
    "LambdaFunctions": "score-rows,join-ids",
    "TeamImages": "team/torch,team/xgboost",
    "ToolingAccountId": ACCOUNT,
}
"""What somebody fills in who wants all that can be granted."""
OWN_POLICIES = ("datasets", "functions", "instance-types", "spark-jobs", "team-images")
"""Policies that a project makes for itself, from its form."""


@dataclass(frozen=True)
class Project:
    """A project by what tells it from others."""

    name: str
    id: str
    key: str

    def fill(self, value: Any) -> Any:
        """A rendered value as CloudFormation resolves it for this project; every condition holds."""
        if isinstance(value, list):
            return [self.fill(each) for each in value]
        if not isinstance(value, dict):
            return value
        if "Ref" in value:
            return self._named(value["Ref"])
        if "Fn::If" in value:
            return self.fill(value["Fn::If"][1])
        if "Fn::Sub" in value:
            return self._filled(value["Fn::Sub"])
        if "Fn::GetAtt" in value:
            return f"arn:aws:made:{REGION}:{ACCOUNT}:{value['Fn::GetAtt'][0]}"
        if "Fn::Join" in value:
            return value["Fn::Join"][0].join(self.fill(value["Fn::Join"][1]))
        if "Fn::Split" in value:
            return self.fill(value["Fn::Split"][1]).split(value["Fn::Split"][0])
        return {key: self.fill(each) for key, each in value.items()}

    def _filled(self, given: str | list[Any]) -> str:
        text, more = (given, {}) if isinstance(given, str) else given
        names = {name: self.fill(value) for name, value in more.items()}
        filled = re.sub(r"\$\{([\w:]+)\}", lambda found: names.get(found[1]) or self._named(found[1]), text)
        return filled.replace("${!", "${")

    def _named(self, name: str) -> str:
        """What a name of the template stands for; a field that `FORM` leaves out for itself."""
        known = {
            "AWS::Partition": "aws",
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "SageMakerProjectName": self.name,
            "SageMakerProjectId": self.id,
            "Key": self.key,
            **{f"{logical_id(noun)}Policy": self._policy(noun) for noun in OWN_POLICIES},
            **FORM,
        }
        return known.get(name, name.lower())

    def _policy(self, noun: str) -> str:
        return f"arn:aws:iam::{ACCOUNT}:policy/mlops/sagemaker-{self.id}-{noun}"

    def entity(self, service: str, kind: str, noun: str = "") -> str:
        """An entity of SageMaker, whose names start with the project's."""
        return arn(service, f"{kind}/{self.name}-{self.id}{noun}")

    def resource(self, service: str, noun: str, kind: str = "") -> str:
        """A resource whose name starts with the prefix that the project's execution roles of AWS know."""
        return arn(service, f"{kind}sagemaker-{self.name}-{self.id}-{noun}")

    def bucket(self, noun: str, key: str = "") -> str:
        return f"arn:aws:s3:::sagemaker-{self.id}-{noun}-{ACCOUNT}{key}"

    def role(self, duty: str) -> str:
        return f"arn:aws:iam::{ACCOUNT}:role/mlops/sagemaker-{self.id}-{duty}"

    @property
    def key_arn(self) -> str:
        return arn("kms", f"key/{self.key}")


CHURN = Project("churn", "p-abcdef123456", "11111111-2222-3333-4444-555555555555")
OTHER = Project("fraud", "p-fedcba654321", "99999999-8888-7777-6666-555555555555")


def arn(service: str, resource: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:{service}:{REGION}:{account}:{resource}"


@dataclass(frozen=True)
class Role:
    """A role of a project with all that says what it may do."""

    arn: str
    tags: Mapping[str, str]
    identity: Statements
    boundary: Statements

    def may(self, action: str, resource: str, **context: str) -> bool:
        """Whether policies and boundary allow it; in names of condition keys `__` stands for the colon."""
        keys = {f"aws:principaltag/{key}": (value,) for key, value in self.tags.items()}
        keys |= {name.replace("__", ":").lower(): (value,) for name, value in context.items()}
        caller = Caller(f"{self.arn}/session", ACCOUNT, entity=self.arn)
        question = Question(caller, action, resource, keys)
        return decide(question, Policies(self.identity, self.boundary)) is None

    def own(self, text: str) -> str:
        """A text of a shared policy with the tags of this role."""
        for key, value in self.tags.items():
            text = text.replace(f"${{aws:PrincipalTag/{key}}}", value)
        return text

    @property
    def actions(self) -> frozenset[str]:
        return frozenset(action for each in self.identity if each.allows for action in each.actions or ())


@cache
def role(noun: str, product: str = "repeatable-real-time", scm: str = "codecommit", project: Project = CHURN) -> Role:
    """The role of that duty in a project of the product, with the tags that SageMaker gives its stack."""
    properties = project.fill(roles(product, scm)[noun])
    known = {**use_policies(), **own_policies(product, scm, project)}
    stated = [statement for each in properties["ManagedPolicyArns"] for statement in known[each]]
    tags = {"sagemaker:project-id": project.id, "sagemaker:project-name": project.name}
    tags |= {tag["Key"]: tag["Value"] for tag in properties["Tags"]}
    return Role(project.role(noun), tags, parse(_text(stated)), boundary())


def own_policies(product: str, scm: str, project: Project = CHURN) -> dict[str, list[Document]]:
    """The statements of the policies that a project of the product makes for itself, by the ARN of the policy."""
    made = product_document(product, scm)["Resources"].values()
    return _by_arn([project.fill(each["Properties"]) for each in made if each["Type"] == "AWS::IAM::ManagedPolicy"])


@cache
def roles(product: str = "repeatable-real-time", scm: str = "codecommit") -> dict[str, Document]:
    """The properties of the roles of a product's template, by their duty."""
    made = product_document(product, scm)["Resources"].values()
    found = [resource["Properties"] for resource in made if resource["Type"] == "AWS::IAM::Role"]
    prefix = "sagemaker-${SageMakerProjectId}-"
    return {properties["RoleName"]["Fn::Sub"].removeprefix(prefix): properties for properties in found}


@cache
def use_policies() -> dict[str, list[Document]]:
    """The statements of the policies that all projects share, by the ARN of the policy."""
    made = use_policies_template().to_dict()["Resources"].values()
    return _by_arn([CHURN.fill(resource["Properties"]) for resource in made])


def _by_arn(policies: list[Document]) -> dict[str, list[Document]]:
    return {
        f"arn:aws:iam::{ACCOUNT}:policy{one['Path']}{one['ManagedPolicyName']}": one["PolicyDocument"]["Statement"]
        for one in policies
    }


@cache
def boundary() -> Statements:
    made = assets_template().to_dict()["Resources"]["Boundary"]["Properties"]["PolicyDocument"]["Statement"]
    return parse(_text(CHURN.fill(made)))


def _text(statements: list[Document]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
