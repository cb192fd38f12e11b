"""`mlops-templates local`: an AWS on this machine, for the life of a project without an account."""

from __future__ import annotations

import click

from mlops_templates.cli import Verbs

VERBS = {
    "approve-environment": "let a job of a GitHub workflow pass that waits for its reviewer",
    "authorize-connection": "authorise a connection to a code provider, as a person does in a browser",
    "create-remote": "make an empty repository at a code provider, for which a local git host stands",
    "demo": "live through a project's whole life, stage by stage",
    "env": "print the variables with which clients reach a running embedded AWS",
    "fire-schedule": "fire a schedule of EventBridge Scheduler at once",
    "prepare": "make the Python environments that the seed repositories need",
    "run": "start, run a command against it, stop",
    "run-workflow": "run a GitHub workflow of the local git host",
    "set-environment": "name the reviewers of an environment of a repository at the local git host",
    "set-variables": "give a repository at the local git host variables for its workflows",
    "start": "start and leave running",
    "status": "tell whether one runs, and what it imitates",
    "stop": "stop a running one",
    "workflow-runs": "list the runs of GitHub workflows of the local git host",
}
"""One file per verb in this folder; imported only when it is called."""


class LocalVerbs(Verbs):
    """The verbs of this folder."""

    package = __name__
    verbs = VERBS


@click.group(cls=LocalVerbs)
def command() -> None:
    """An embedded AWS on this machine: no account, no docker, loopback only.

    It imitates what a SageMaker project needs (Service Catalog, CloudFormation, CodeCommit, CodeBuild, CodePipeline,
    EventBridge and its Scheduler, CloudWatch, SageMaker, and S3, IAM, KMS, SNS, SQS, SSM, Logs through moto) for
    unmodified boto3, AWS CLI and git. What it does not imitate is refused with "not emulated: ...".
    """
