"""A CodePipeline of type V2: newest commit first, artifacts under the project's key, a role of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troposphere import AWSHelperFn, Output, Ref, Sub, Template, codepipeline

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import add_role
from mlops_templates.model import Duty
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
    reader: Duty,
) -> Pipeline:
    """The pipeline of that duty, named without the word; `reader` is what reading its source takes."""
    identifier = logical_id(duty.name)
    role = add_role(template, duty, key=key, also=[reader])
    template.add_resource(
        codepipeline.Pipeline(
            identifier,
            Name=Sub(project_resource(duty.name.removesuffix("-pipeline"))),
            PipelineType="V2",
            ExecutionMode="SUPERSEDED",
            RoleArn=role.arn,
            ArtifactStore=codepipeline.ArtifactStore(
                Type="S3",
                Location=artifacts.bucket.name,
                EncryptionKey=codepipeline.EncryptionKey(Type="KMS", Id=key.arn),
            ),
            Stages=list(stages),
        )
    )
    template.add_output(Output(f"{identifier}Name", Description=duty.purpose, Value=Ref(identifier)))
    return Pipeline(arn=Sub(arn("codepipeline", f"${{{identifier}}}")))
