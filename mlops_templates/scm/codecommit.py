"""AWS CodeCommit: CloudFormation itself makes the repository and puts the seed into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from troposphere import GetAtt, Output, Sub, Template, codecommit, codepipeline

from mlops_templates.data import seed_digest
from mlops_templates.duties.source_codecommit import SOURCE_CODECOMMIT
from mlops_templates.model import Ci, PushEvents, SeedRepository, SourceRepository
from mlops_templates.naming import asset_bucket, logical_id, project_resource, seed_key


class CodeCommit:
    """Seeds at creation only: a later change of the seed never touches a project's repository."""

    name = "codecommit"
    ci = Ci.PIPELINES

    def add_repository(self, template: Template, seed: SeedRepository, *, branch: str) -> SourceRepository:
        identifier = logical_id(seed.name, "repository")
        template.add_resource(_repository(identifier, seed, branch))
        clone_url = GetAtt(identifier, "CloneUrlHttp")
        template.add_output(
            Output(
                logical_id(seed.name, "clone_url"),
                Description=f"Clone address of the {seed.name} repository",
                Value=clone_url,
            )
        )
        return SourceRepository(
            seed=seed,
            clone_url=clone_url,
            branch=branch,
            source_action=_source_action(identifier),
            reader=SOURCE_CODECOMMIT,
            reader_tags={},
            events=_events(identifier),
        )


def _repository(identifier: str, seed: SeedRepository, branch: str) -> codecommit.Repository:
    return codecommit.Repository(
        identifier,
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        RepositoryName=Sub(project_resource(seed.name.replace("_", "-"))),
        Code=codecommit.Code(
            BranchName=branch,
            S3=codecommit.S3(Bucket=Sub(asset_bucket()), Key=seed_key(seed.name, seed_digest(seed.name))),
        ),
    )


def _source_action(identifier: str) -> codepipeline.Actions:
    return codepipeline.Actions(
        Name="Source",
        ActionTypeId=codepipeline.ActionTypeId(Category="Source", Owner="AWS", Provider="CodeCommit", Version="1"),
        Configuration={
            "RepositoryName": GetAtt(identifier, "Name"),
            "BranchName": "main",
            "PollForSourceChanges": "false",
        },
        OutputArtifacts=[codepipeline.OutputArtifacts(Name="Source")],
    )


def _events(identifier: str) -> PushEvents:
    others = [{"anything-but": ["main"]}]
    pushed = ["referenceCreated", "referenceUpdated"]
    return PushEvents(
        main=_event(identifier, pushed, ["main"]),
        branch_pushed=_event(identifier, pushed, others),
        branch_deleted=_event(identifier, ["referenceDeleted"], others),
    )


def _event(identifier: str, events: list[str], branches: Sequence[object]) -> Mapping[str, object]:
    """Without the repository's ARN the rule would fire for every repository of the account."""
    return {
        "source": ["aws.codecommit"],
        "detail-type": ["CodeCommit Repository State Change"],
        "resources": [GetAtt(identifier, "Arn")],
        "detail": {"event": events, "referenceType": ["branch"], "referenceName": branches},
    }
