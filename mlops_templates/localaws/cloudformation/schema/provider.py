"""Reading the schema of a resource type from cfn-lint's files, without importing cfn-lint."""

from __future__ import annotations

import functools
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from mlops_templates.localaws.document import Document

_PREFIX = "/properties/"
_ALL_PROPERTIES = {"AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SSM::Parameter"}
_MORE_ATTRIBUTES = {
    "AWS::SageMaker::CodeRepository": {"CodeRepositoryName"},
    "AWS::SageMaker::Endpoint": {"EndpointName"},
    "AWS::SageMaker::EndpointConfig": {"EndpointConfigName"},
    "AWS::SageMaker::Model": {"ModelName"},
}
"""What Fn::GetAtt gives beyond the schema's read-only properties, after the AWS documentation and cfn-lint."""


@dataclass(frozen=True)
class ProviderSchema:
    """The schema of one resource type."""

    document: Document

    @property
    def create_only(self) -> frozenset[str]:
        """Paths of the properties whose change replaces the resource, such as `GitConfig/RepositoryUrl`."""
        return self._paths("createOnlyProperties")

    @property
    def attributes(self) -> frozenset[str]:
        """The names that Fn::GetAtt knows."""
        name = self.document["typeName"]
        everything = self.document["properties"] if name in _ALL_PROPERTIES else ()
        read_only = {path.replace("/", ".") for path in self._paths("readOnlyProperties")}
        return frozenset(read_only | set(everything) | _MORE_ATTRIBUTES.get(name, set()))

    @property
    def read_only(self) -> frozenset[str]:
        """The top-level properties that a template cannot set."""
        return frozenset(path for path in self._paths("readOnlyProperties") if "/" not in path)

    @property
    def tagged(self) -> bool:
        """Whether stack tags reach the resource."""
        return "Tags" in self.document["properties"]

    def _paths(self, member: str) -> frozenset[str]:
        return frozenset(path.removeprefix(_PREFIX) for path in self.document.get(member, ()))


@functools.cache
def schema_of(type_name: str) -> ProviderSchema | None:
    """The schema of a type; None when AWS has no such type."""
    digest = _index().get(type_name)
    if digest is None:
        return None
    text = (_folder() / "resources" / f"{digest}.json").read_text(encoding="utf-8")
    return ProviderSchema(json.loads(text))


@functools.cache
def _index() -> dict[str, str]:
    index: dict[str, str] = json.loads((_folder() / "providers" / "us-east-1.json").read_text(encoding="utf-8"))
    return index


@functools.cache
def _folder() -> Path:
    spec = importlib.util.find_spec("cfnlint")
    if spec is None or not spec.submodule_search_locations:
        message = "cfn-lint is not installed; its schemas are needed"
        raise FileNotFoundError(message)
    return Path(spec.submodule_search_locations[0]) / "data" / "schemas"
