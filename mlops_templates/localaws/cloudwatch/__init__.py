"""CloudWatch: metrics, and alarms that are judged when data comes and when somebody asks for them.

    data_actions.py, metrics.put_metric, queues.py (where data comes from) -> state.py (what is held)
    -> statistics.py (what it amounts to) -> evaluation.py (what an alarm makes of it)
    -> transitions.py (what a change of its state does: an event, messages to topics, the alarm's history)

`metrics.put_metric` is the way in for services that measure themselves; `evaluation.state_of` tells one alarm's state.
"""

from mlops_templates.localaws.cloudwatch import alarms, composites, data_actions, descriptions, tags
from mlops_templates.localaws.cloudwatch.service import SERVICE

__all__ = ["SERVICE", "alarms", "composites", "data_actions", "descriptions", "tags"]
