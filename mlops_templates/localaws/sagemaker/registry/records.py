"""What the model registry remembers."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.sagemaker.refusals import invalid


@dataclass(frozen=True)
class ModelPackage:
    """One version of a group. `document` holds what the registration said, under the API's names."""

    group: str
    version: int
    arn: str
    document: Document
    approval: str
    created: datetime
    modified: datetime
    created_by: str
    approval_description: str = ""

    @property
    def name(self) -> str:
        return self.group


@dataclass
class ModelPackageGroup:
    """A group; version numbers are never used twice."""

    name: str
    arn: str
    description: str
    created: datetime
    created_by: str
    last_version: int = 0
    packages: dict[int, ModelPackage] = field(default_factory=dict)
    policy: str = ""
    """What other accounts may do."""

    @property
    def modified(self) -> datetime:
        return self.created


@dataclass
class RegistryState:
    """All model package groups of an account and region."""

    groups: dict[str, ModelPackageGroup] = field(default_factory=dict)


def group_of(call: Call, name_or_arn: str) -> ModelPackageGroup:
    """The group with this name or ARN; an ARN may be of another account."""
    name = name_or_arn.rpartition("/")[2]
    arn = name_or_arn if name_or_arn.startswith("arn:") else call.arn("sagemaker", f"model-package-group/{name}")
    found = registry_of(call, arn).groups.get(name)
    if found is None:
        raise invalid(f"ModelPackageGroup {arn} does not exist.")
    return found


def at_registry(call: Call, arn: str) -> Call:
    """The same caller in the account and region that an ARN names."""
    _, _, _, region, account, _ = arn.split(":", 5)
    return replace(call, account=account, region=region)


def registry_of(call: Call, arn: str) -> RegistryState:
    """The registry of the account and region that an ARN names."""
    return at_registry(call, arn).state(RegistryState)


def group_policy(call: Call, arn: str) -> str:
    """The policy that counts for a group or one of its versions; empty when there is none."""
    name = arn.partition("/")[2].partition("/")[0]
    found = registry_of(call, arn).groups.get(name)
    return found.policy if found else ""


def package_of(call: Call, arn: str) -> ModelPackage:
    """The version with this ARN."""
    found = find_package(call, arn)
    if found is None:
        raise invalid(f"ModelPackage {arn} does not exist.")
    return found


def find_package(call: Call, arn: str) -> ModelPackage | None:
    resource = arn.partition("model-package/")[2]
    group, _, version = resource.partition("/")
    found = registry_of(call, arn).groups.get(group) if arn.count(":") >= 5 else None
    package = found.packages.get(int(version)) if found and version.isdecimal() else None
    return package if package and package.arn == arn else None


def user_context(principal: str) -> Document:
    """Who did it, as SageMaker tells it."""
    return {"IamIdentity": {"Arn": principal, "PrincipalId": principal.rpartition("/")[2]}}
