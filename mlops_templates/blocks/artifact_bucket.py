"""What pipelines pass between stages: transient, so it expires."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Template, s3

from mlops_templates.blocks.bucket import Bucket, abandoned_uploads, add_bucket, replaced_versions
from mlops_templates.blocks.guests import Guests
from mlops_templates.blocks.key import Key


@dataclass(frozen=True)
class ArtifactBucket:
    """Holds the artifacts of the build and deploy pipelines."""

    bucket: Bucket


def add_artifact_bucket(template: Template, *, key: Key, readers: Guests | None = None) -> ArtifactBucket:
    expiry = s3.LifecycleRule(Id="PipelineArtifacts", Status="Enabled", ExpirationInDays=365)
    bucket = add_bucket(
        template,
        noun="artifacts",
        purpose="Artifacts of the pipelines",
        key=key,
        readers=readers,
        rules=[abandoned_uploads(), expiry, replaced_versions(30)],
    )
    return ArtifactBucket(bucket)
