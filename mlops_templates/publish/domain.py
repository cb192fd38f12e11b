"""The tag by which a SageMaker domain knows where project templates in S3 are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.problems import explained

TAG = "sagemaker:projectS3TemplatesLocation"


@dataclass(frozen=True)
class DomainTag:
    """A domain and what its tag shall say."""

    arn: str
    location: str

    @property
    def command(self) -> str:
        """For who tags the domain by hand."""
        return f"aws sagemaker add-tags --resource-arn {self.arn} --tags Key={TAG},Value={self.location}"


def plan_domain_tag(tag: DomainTag, sagemaker: Any) -> tuple[Change, DomainTag | None]:
    name = tag.arn.rpartition("/")[2]
    with explained(f"read the tags of domain {name}"):
        pages = sagemaker.get_paginator("list_tags").paginate(ResourceArn=tag.arn)
        tags = {found["Key"]: found["Value"] for page in pages for found in page["Tags"]}
    if tags.get(TAG) == tag.location:
        return Change(Verb.KEEP, "domain", name), None
    return Change(Verb.CHANGE if TAG in tags else Verb.ADD, "domain", name, f"tag {TAG}={tag.location}"), tag


def put_domain_tag(tag: DomainTag, sagemaker: Any) -> None:
    with explained(f"tag domain {tag.arn.rpartition('/')[2]}"):
        sagemaker.add_tags(ResourceArn=tag.arn, Tags=[{"Key": TAG, "Value": tag.location}])
