"""Fills new repositories outside AWS: a pipeline that runs once, when it is made, and can be run again by a click.

CloudFormation has no type that writes over a connection. A pipeline has logs, and deleting the project never waits
for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from troposphere import Template, codepipeline

from mlops_templates.blocks.artifact_bucket import ArtifactBucket
from mlops_templates.blocks.build_project import BuildProject, Workplace, add_build_project
from mlops_templates.blocks.key import Key
from mlops_templates.blocks.pipeline import add_pipeline
from mlops_templates.blocks.pipeline_action import build_action
from mlops_templates.blocks.role import Besides, Role, add_role
from mlops_templates.duties.build_pipeline import BUILD_PIPELINE
from mlops_templates.duties.seed import SEED
from mlops_templates.duties.seed_pipeline import SEED_PIPELINE
from mlops_templates.model import Seeding, SourceRepository
from mlops_templates.naming import REPOSITORY_TAG, logical_id

# Where there are commits already, the repository is somebody's work and is left as it is.
BUILD_SPEC = """version: 0.2
env:
  shell: bash
  git-credential-helper: yes
phases:
  build:
    commands:
      - |
        set -euo pipefail
        service=$(cut -d: -f3 <<< "$CONNECTION_ARN")
        account=$(cut -d: -f5 <<< "$CONNECTION_ARN")
        host="https://$service.$AWS_REGION.amazonaws.com/git-http/$account/$AWS_REGION/${CONNECTION_ARN##*/}"
        url="$host/$REPOSITORY.git"
        if ! heads=$(git ls-remote --heads "$url"); then
          echo "There is no repository $REPOSITORY that the connection may use: create it empty, then retry the stage."
          exit 1
        fi
        if [ -n "$heads" ]; then
          echo "The repository $REPOSITORY has commits already: nothing is pushed."
          exit 0
        fi
        git init -q -b "$BRANCH"
        git add -A
        git -c user.name=mlops-templates -c user.email=mlops-templates@localhost commit -q -m "Begin with the seed"
        git push -q "$url" "$BRANCH"
"""


def add_seeding(
    template: Template,
    *,
    sources: Sequence[SourceRepository],
    key: Key,
    artifacts: ArtifactBucket,
    workplace: Workplace,
) -> Role | None:
    """The role that reads the seeds, and later the repository; nothing where CloudFormation fills it itself."""
    seeded = [(source, source.seeding) for source in sources if source.seeding is not None]
    if not seeded:
        return None
    project = _project(template, workplace, seeded)
    first = sources[0]
    besides = Besides(duties=[SEED_PIPELINE, first.reader], tags=first.reader_tags)
    role = add_role(template, BUILD_PIPELINE, key=key, besides=besides)
    add_pipeline(
        template,
        SEED_PIPELINE,
        role=role,
        key=key,
        artifacts=artifacts,
        stages=[
            codepipeline.Stages(Name="Source", Actions=[_seed(source, seeding) for source, seeding in seeded]),
            codepipeline.Stages(Name="Push", Actions=[_push(source, project) for source, _ in seeded]),
        ],
    )
    return role


def _project(
    template: Template, workplace: Workplace, seeded: Sequence[tuple[SourceRepository, Seeding]]
) -> BuildProject:
    return add_build_project(
        template,
        SEED,
        build_spec=BUILD_SPEC,
        minutes=10,
        workplace=workplace,
        environment={"BRANCH": seeded[0][0].branch, "CONNECTION_ARN": seeded[0][1].connection},
        besides=Besides(tags={_tag(source): seeding.full_name for source, seeding in seeded}),
    )


def _tag(source: SourceRepository) -> str:
    return f"{REPOSITORY_TAG}-{source.seed.name.removeprefix('model_')}"


def _seed(source: SourceRepository, seeding: Seeding) -> codepipeline.Actions:
    name = logical_id(source.seed.name)
    return codepipeline.Actions(
        Name=name,
        ActionTypeId=codepipeline.ActionTypeId(Category="Source", Owner="AWS", Provider="S3", Version="1"),
        # Once, when the pipeline is made: a later seed never touches a project.
        Configuration={"S3Bucket": seeding.bucket, "S3ObjectKey": seeding.key, "PollForSourceChanges": "false"},
        OutputArtifacts=[codepipeline.OutputArtifacts(Name=name)],
    )


def _push(source: SourceRepository, project: BuildProject) -> codepipeline.Actions:
    name = logical_id(source.seed.name)
    return build_action(name, project, inputs=[name], environment={"REPOSITORY": f"${{{source.full_name}}}"})
