"""A CodePipeline of type V2: newest commit first, artifacts under the project's key, a role of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troposphere import AWSHelperFn, Output, Ref, Sub, Template, codepipeline

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import Besides, Role, add_role
from mlops_templates.model import Duty, SourceRepository
from mlops_templates.naming import arn, logical_id, project_resource


@dataclass(frozen=True)
class Pipeline:
    """Can be started by a rule."""

    arn: AWSHelperFn


def add_pipeline(
    template: Template,
    duty: Duty,
    *,
    key: Key,
    artifacts: ArtifactBucket,
    stages: Sequence[codepipeline.Stages],
    besides: Besides | None = None,
    role: Role | None = None,
) -> Pipeline:
    """The pipeline of that duty, named without the word; in a role that is there already, or its own."""
    identifier = logical_id(duty.name)
    acting = role or add_role(template, duty, key=key, besides=besides)
    template.add_resource(
        codepipeline.Pipeline(
            identifier,
            Name=Sub(project_resource(duty.name.removesuffix("-pipeline"))),
            PipelineType="V2",
            ExecutionMode="SUPERSEDED",
            RoleArn=acting.arn,
            ArtifactStore=codepipeline.ArtifactStore(
                Type="S3",
                Location=artifacts.bucket.name,
                EncryptionKey=codepipeline.EncryptionKey(Type="KMS", Id=key.arn),
            ),
            Stages=list(stages),
        )
    )
    template.add_output(Output(f"{identifier}Name", Value=Ref(identifier)))
    return Pipeline(arn=Sub(arn("codepipeline", f"${{{identifier}}}")))


def reading(source: SourceRepository) -> Besides:
    """What the role of a pipeline has besides its duty, to read its source."""
    return Besides(duties=[source.reader], tags=source.reader_tags)
