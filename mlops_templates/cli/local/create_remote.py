"""`local create-remote`: an empty repository at a code provider, for which a local git host stands."""

from __future__ import annotations

from pathlib import Path

import click

from mlops_templates.cli.local.options import line_for, state_option
from mlops_templates.cli.local.running import running_on

PROVIDERS = {
    "azure-devops": "AzureDevOps",
    "bitbucket": "Bitbucket",
    "github": "GitHub",
    "github-enterprise-server": "GitHubEnterpriseServer",
    "gitlab": "GitLab",
    "gitlab-self-managed": "GitLabSelfManaged",
}
"""The names that CodeConnections gives the providers."""


@click.command("create-remote", epilog="Exit codes: 0 it is made; 2 it is there already, or none runs.")
@state_option
@click.option("--provider", type=click.Choice(sorted(PROVIDERS)), default="github", show_default=True)
@click.argument("full_name", metavar="OWNER/NAME")
def command(state: Path, provider: str, full_name: str) -> None:
    """Make the empty repository OWNER/NAME at a provider, as a person does in a browser.

    Git reaches it at the provider's own address once the variables of `local env` are set anew, and AWS through every
    available connection to the provider.
    """
    from mlops_templates.localaws import visit

    aws = running_on(state)
    made = visit.create_remote(aws.environment, full_name, PROVIDERS[provider])
    click.echo(f"Made {made['Url']}")
    click.echo(f'Let git find it:  eval "$({line_for("env", state)})"')
