"""`mlops-templates teams`: accounts of teams, for the administrator of the governance account."""

from __future__ import annotations

import click

from mlops_templates.cli import Verbs

VERBS = {
    "ls": "list the teams of the catalogue with their accounts",
    "show": "tell what a team has, what was done to it, and what runs in its accounts",
    "plan-removal": "tell what taking the accounts of a team back would do; reads only",
    "remove": "take the accounts of a team back and report what remains in them",
}
"""One file per verb in this folder; imported only when it is called."""


class TeamsVerbs(Verbs):
    """The verbs of this folder."""

    package = __name__
    verbs = VERBS


@click.group(
    "teams",
    cls=TeamsVerbs,
    epilog="Exit codes: 0 done; 2 bad input or AWS refused. Each command tells its others in its own help.",
)
def command() -> None:
    """Teams with accounts of their own: staging, production, development.

    Run it with credentials of the governance account, which holds the catalogue. Other accounts are entered by a role
    of theirs; one that cannot be entered is named, and nobody looked into it.
    """
