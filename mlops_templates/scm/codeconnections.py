"""GitHub, GitLab, Bitbucket over a connection: the repositories are outside AWS, and the project fills them itself."""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import AWSHelperFn, Join, Parameter, Ref, Select, Split, Sub, Template, codepipeline

from mlops_templates.data import seed_digest
from mlops_templates.duties.source_connection import SOURCE_CONNECTION
from mlops_templates.model import Ci, Seeding, SeedRepository, SourceRepository
from mlops_templates.naming import REPOSITORY_TAG, asset_bucket, logical_id, seed_key

CONNECTION = "ConnectionArn"
GROUP = "Source code"


class CodeConnections:
    """Pushes start pipelines by themselves; the first commit comes from a job of the project."""

    name = "codeconnections"
    ci = Ci.PIPELINES

    def add_repository(self, template: Template, seed: SeedRepository, *, branch: str) -> SourceRepository:
        connection, repository = add_connection(template), add_repository_name(template, seed)
        clone_url = _clone_url(repository)
        return SourceRepository(
            seed=seed,
            clone_url=clone_url,
            branch=branch,
            source_action=_source_action(connection, repository),
            reader=SOURCE_CONNECTION,
            reader_tags={REPOSITORY_TAG: repository},
            events=None,
            full_name=str(repository.data["Ref"]),
            seeding=Seeding(
                connection=connection,
                full_name=repository,
                bucket=Sub(asset_bucket()),
                key=seed_key(seed.name, seed_digest(seed.name)),
            ),
        )


def add_connection(template: Template) -> Ref:
    """One connection for both repositories; a person has authorised it."""
    if CONNECTION not in template.parameters:
        _add(
            template,
            CONNECTION,
            pattern="^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:[0-9]{12}:connection/[0-9a-f-]{36}$",
            constraint="must be arn:aws:codeconnections:REGION:ACCOUNT:connection/ID",
            purpose="Connection to the Git provider, in the state Available",
        )
    return Ref(CONNECTION)


def add_repository_name(template: Template, seed: SeedRepository) -> Ref:
    return _add(
        template,
        logical_id(seed.name, "repository"),
        pattern=r"^[\w.-]+(/[\w.-]+)+$",
        constraint="must be owner/name",
        purpose=f"Empty repository for {seed.name}, as owner/name",
    )


def _add(template: Template, name: str, *, pattern: str, constraint: str, purpose: str) -> Ref:
    parameter = Parameter(
        name,
        Type="String",
        MaxLength=256,
        AllowedPattern=pattern,
        ConstraintDescription=constraint,
        Description=purpose,
    )
    template.add_parameter(parameter)
    template.add_parameter_to_group(parameter, GROUP)
    return Ref(parameter)


def _source_action(connection: Ref, repository: Ref) -> codepipeline.Actions:
    configuration: Mapping[str, AWSHelperFn | str] = {
        "ConnectionArn": connection,
        "FullRepositoryId": repository,
        "BranchName": "main",
        "DetectChanges": "true",
    }
    return codepipeline.Actions(
        Name="Source",
        Namespace="Source",
        ActionTypeId=codepipeline.ActionTypeId(
            Category="Source", Owner="AWS", Provider="CodeStarSourceConnection", Version="1"
        ),
        Configuration=dict(configuration),
        OutputArtifacts=[codepipeline.OutputArtifacts(Name="Source")],
    )


def _clone_url(repository: Ref) -> Join:
    """The address that takes AWS credentials: the host is named like the service in the connection's ARN."""
    connection = Ref(CONNECTION)
    host = Select(2, Split(":", connection))
    place = Sub(".${AWS::Region}.${AWS::URLSuffix}/git-http/${AWS::AccountId}/${AWS::Region}/")
    return Join("", ["https://", host, place, Select(1, Split("/", connection)), "/", repository, ".git"])
