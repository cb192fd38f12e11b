"""Teams with accounts of their own: what they have, what takes it back, and what stays then."""

from mlops_templates.teams.access import DEFAULT_ROLE, Access, connect
from mlops_templates.teams.account_set import AccountSet, read_account_set
from mlops_templates.teams.overview import AccountView, Overview, look
from mlops_templates.teams.remains import Remains, what_remains
from mlops_templates.teams.removal import RemovalStoppedError, remove
from mlops_templates.teams.removal_plan import RemovalPlan, make_plan
from mlops_templates.teams.team import Team, read_team, read_teams

__all__ = [
    "DEFAULT_ROLE", "Access", "AccountSet", "AccountView", "Overview", "Remains", "RemovalPlan", "RemovalStoppedError",
    "Team", "connect", "look", "make_plan", "read_account_set", "read_team", "read_teams", "remove", "what_remains",
]  # fmt: skip
