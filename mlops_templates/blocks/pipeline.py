"""A CodePipeline of type V2: newest commit first, artifacts under the project's key, a role of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from troposphere import AWSHelperFn, Output, Ref, Sub, Template, codepipeline

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.role import add_role
from mlops_templates.model import Permission
from mlops_templates.naming import arn, logical_id, project_resource


@dataclass(frozen=True)
class Pipeline:
    """Can be started by a rule."""

    arn: AWSHelperFn

    def start(self) -> Permission:
        return Permission(("codepipeline:StartPipelineExecution",), (self.arn,))


def add_pipeline(
    template: Template,
    *,
    noun: str,
    duty: str,
    key: Key,
    artifacts: ArtifactBucket,
    stages: Sequence[codepipeline.Stages],
    permissions: Iterable[Permission],
) -> Pipeline:
    identifier = logical_id(noun, "pipeline")
    own = (*artifacts.bucket.write(), key.use())
    role = add_role(
        template,
        noun=f"{noun}-pipeline",
        duty=duty,
        service="codepipeline.amazonaws.com",
        permissions=(*own, *permissions),
    )
    template.add_resource(
        codepipeline.Pipeline(
            identifier,
            Name=Sub(project_resource(noun)),
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
    template.add_output(Output(f"{identifier}Name", Description=duty, Value=Ref(identifier)))
    return Pipeline(arn=Sub(arn("codepipeline", f"${{{identifier}}}")))
