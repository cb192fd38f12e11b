"""Project templates in S3, as Studio lists them: one object for each, named for people, tagged to be seen.

The object is what Studio offers now, so a new template replaces it; the bucket keeps the versions before, and every
template stays at the key that names its content.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from botocore.exceptions import ClientError

from mlops_templates.bundle import Bundle, BundledTemplate
from mlops_templates.publish.change import Change, Verb
from mlops_templates.publish.problems import explained
from mlops_templates.publish.stack import Stack
from mlops_templates.synth import template_name

PREFIX = "project-templates/"
TAGS = {"sagemaker:studio-visibility": "true"}
DIGEST = "sha256"


@dataclass(frozen=True)
class ProjectTemplate:
    """One object: its file name is the name that Studio shows."""

    key: str
    content: bytes

    @property
    def name(self) -> str:
        return self.key.removeprefix(PREFIX)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def location(bucket: str) -> str:
    """What the tag of a domain says: where Studio looks."""
    return f"s3://{bucket}/{PREFIX}"


def project_template(bundled: BundledTemplate) -> ProjectTemplate:
    return ProjectTemplate(PREFIX + template_name(bundled.product, bundled.scm), bundled.asset.content)


def plan_project_templates(
    bundle: Bundle, assets: Stack | None, s3: Any
) -> Iterator[tuple[Change, ProjectTemplate | None]]:
    """A line for each template, and the template unless Studio offers it already."""
    for bundled in bundle.templates:
        template = project_template(bundled)
        made = assets is not None and not assets.never_made
        verb = _verb(template, assets, s3) if assets is not None and made else Verb.ADD
        detail = "projects keep theirs until they are upgraded" if verb is Verb.CHANGE else ""
        yield Change(verb, "template", template.name, detail), None if verb is Verb.KEEP else template


def _verb(template: ProjectTemplate, assets: Stack, s3: Any) -> Verb:
    place = {
        "Bucket": assets.outputs["AssetBucketName"],
        "Key": template.key,
        "ExpectedBucketOwner": assets.account,
    }
    with explained(f"look at project template {template.name}"):
        try:
            held = s3.head_object(**place)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
                return Verb.ADD
            raise
        tags = {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(**place)["TagSet"]}
    same = held["Metadata"].get(DIGEST) == template.digest and held["ContentLength"] == len(template.content)
    return Verb.KEEP if same and tags == TAGS else Verb.CHANGE


def put_project_template(template: ProjectTemplate, assets: Stack, s3: Any) -> None:
    """Content and tags in one write, so that Studio never sees one without the other."""
    with explained(f"put project template {template.name}"):
        s3.put_object(
            Bucket=assets.outputs["AssetBucketName"],
            Key=template.key,
            Body=template.content,
            ContentType="application/yaml",
            ChecksumSHA256=base64.b64encode(bytes.fromhex(template.digest)).decode(),
            ExpectedBucketOwner=assets.account,
            Metadata={DIGEST: template.digest},
            Tagging=urlencode(TAGS),
        )
