"""Access logs: one line per call, in the format of the stage, written with the role of the account's settings."""

import contextlib
import logging
import re
import time
from collections.abc import Mapping

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.localaws.apigateway.account import PRINCIPAL
from mlops_templates.localaws.apigateway.execution.address import Called
from mlops_templates.localaws.apigateway.records import ApiState
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.errors import AwsError

_VARIABLE = re.compile(r"\$context\.([A-Za-z.]+)")

logger = logging.getLogger(__name__)


def write(call: Call, called: Called, context: Mapping[str, str]) -> None:
    """Write the line of a call, if its stage has a log."""
    settings = called.stage.get("accessLogSettings") or {}
    group = str(settings.get("destinationArn", "")).partition(":log-group:")[2]
    if not group or not settings.get("format"):
        return
    line = _VARIABLE.sub(lambda found: context.get(found[1].rstrip("."), "-"), settings["format"])
    role = call.state(ApiState).log_role
    try:
        logs = call.as_role(role, "apigateway", PRINCIPAL).client("logs")
        stream = f"{called.api.id}-{called.stage['stageName']}"
        with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
        event = {"timestamp": int(time.time() * 1000), "message": line}
        logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[event])
    except (AwsError, BotoCoreError, ClientError) as error:
        logger.warning("no access log of %s: %s", called.api.id, error)
