"""Step Functions: standard state machines of tasks by SDK integration, choices, and passes.

machines.py, executions.py (what is asked) -> language.py (what a definition may hold) -> runner.py (states in
turn, with retries and catchers) -> tasks.py (calls of other services, as the role) and paths.py (JSONPath)
"""

from mlops_templates.localaws.stepfunctions import executions, machines
from mlops_templates.localaws.stepfunctions.service import SERVICE

__all__ = ["SERVICE", "executions", "machines"]
