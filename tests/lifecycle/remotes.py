"""Repositories at GitHub and a connection to them, as a person makes them before the project."""

from __future__ import annotations

import os
from dataclasses import dataclass

import boto3

from mlops_templates.localaws import LocalAws, attach, visit

REPOSITORIES = {"model-build": "ModelBuildRepository", "model-deploy": "ModelDeployRepository"}
"""Where the form asks for them."""


@dataclass(frozen=True)
class Remotes:
    """The repositories of one project, whether they are there or not."""

    aws: LocalAws
    owner: str
    connection: str

    @staticmethod
    def connected(aws: LocalAws, owner: str) -> Remotes:
        """With an authorised connection and without a repository."""
        client = boto3.client("codeconnections")
        tags = [{"Key": "sagemaker", "Value": "true"}]
        made = client.create_connection(ConnectionName=owner, ProviderType="GitHub", Tags=tags)
        visit.authorize_connection(os.environ, made["ConnectionArn"])
        return Remotes(aws, owner, made["ConnectionArn"])

    def create(self, repository: str) -> None:
        """Make an empty repository, and let git of this process find it."""
        visit.create_remote(os.environ, f"{self.owner}/{repository}")
        running = attach(self.aws.state)
        assert running is not None
        os.environ.update(running.environment)

    @property
    def form(self) -> dict[str, str]:
        names = {field: f"{self.owner}/{repository}" for repository, field in REPOSITORIES.items()}
        return {"ConnectionArn": self.connection, **names}

    @property
    def urls(self) -> dict[str, str]:
        return {repository: f"https://github.com/{self.owner}/{repository}.git" for repository in REPOSITORIES}
