from __future__ import annotations

import json
from typing import Any


def test_a_rule_starts_the_pipeline(workshop: Any, build_approval: Any, wait: Any) -> None:
    workshop.create({"name": "Gate", "actions": [build_approval()]})
    arn = workshop.codepipeline.get_pipeline(name=workshop.name)["metadata"]["pipelineArn"]
    events = workshop.aws.client("events")
    events.put_rule(Name=workshop.name, EventPattern=json.dumps({"source": [workshop.name]}))
    events.put_targets(Rule=workshop.name, Targets=[{"Id": "line", "Arn": arn, "RoleArn": workshop.role}])
    events.put_events(Entries=[{"Source": workshop.name, "DetailType": "Pushed", "Detail": "{}"}])
    wait(lambda: len(workshop.executions()) == 2)
