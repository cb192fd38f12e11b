"""EventBridge Scheduler: schedules that really fire, each as the role of its target.

    schedules.py, groups.py (what is asked) -> rules.py, expressions.py, cron.py (whether it can be)
    -> clock.py (waits for what is due next) -> firing.py (attempts, dead letters) -> targets.py (what is called)

`firing.fire_now` fires a schedule at once, for those who will not wait.
"""

from mlops_templates.localaws.scheduler import groups, schedules, tags
from mlops_templates.localaws.scheduler.service import SERVICE

__all__ = ["SERVICE", "groups", "schedules", "tags"]
