"""What a person does in a browser: authorise a connection, work at the provider of repositories, hurry a schedule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from mlops_templates.localaws import incoming, ready, wire
from mlops_templates.localaws.authorization.guard import authorize
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.codecommit.git_identity import pusher
from mlops_templates.localaws.codeconnections import remotes, use
from mlops_templates.localaws.codeconnections.git_http import is_person
from mlops_templates.localaws.codeconnections.state import AVAILABLE, connection_at
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError
from mlops_templates.localaws.scheduler import firing
from mlops_templates.localaws.wire import Answer
from mlops_templates.localaws.workflows import errands as workflows
from mlops_templates.localaws.world import World

PREFIX = "/_local/errands/"
_PATH = re.compile(rf"{PREFIX}(?P<region>[a-z0-9-]+)/(?P<errand>[a-z-]+)")
_LIMIT = 64 * 1024


def answer(world: World, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer `POST /_local/errands/REGION/ERRAND`, signed in as git signs in."""
    try:
        found = Answer(200, json.dumps(_done(world, environ)).encode(), {"Content-Type": "application/json"})
    except AwsError as error:
        found = wire.refuse("json", error)
    headers = {**found.headers, "Content-Length": str(len(found.body))}
    start_response(f"{found.status} {'OK' if found.status == 200 else 'Refused'}", list(headers.items()))
    yield found.body


def _done(world: World, environ: dict[str, Any]) -> Document:
    path = _PATH.fullmatch(str(environ.get("PATH_INFO", "")))
    errand = ERRANDS.get(path["errand"]) if path else None
    if path is None or errand is None or environ.get("REQUEST_METHOD") != "POST":
        raise AwsError("NotFound", "There is no such errand", status=404)
    credentials = pusher(world, environ, path["region"])
    call = Call(world, credentials.caller.account, path["region"], credentials)
    if not is_person(world, call.caller):
        raise AwsError("AccessDeniedException", f"{call.principal} is no person: only persons have a browser")
    try:
        document = json.loads(incoming.body_of(environ, _LIMIT))
        return errand(call, {str(key): str(value) for key, value in document.items()})
    except (ValueError, AttributeError, KeyError) as error:
        raise AwsError("InvalidInputException", f"The errand cannot be read: {error!r}") from error


def _authorize_connection(call: Call, wanted: dict[str, str]) -> Document:
    """Authorise a connection; one that is available stays so."""
    arn = wanted["ConnectionArn"]
    authorize(call, use.service_of(arn), "UpdateConnectionInstallation", {"ConnectionArn": arn})
    connection = connection_at(call.world, arn)
    if connection is None or connection.account != call.account:
        raise AwsError("ResourceNotFoundException", f"Connection {arn} not found")
    connection.status = AVAILABLE
    return {"ConnectionArn": arn, "ConnectionStatus": connection.status, "ProviderType": connection.provider}


def _create_remote(call: Call, wanted: dict[str, str]) -> Document:
    remote = remotes.create(call.world, wanted["ProviderType"], wanted["FullRepositoryId"])
    ready.refresh(call.world)
    return {
        "ProviderType": remote.provider,
        "FullRepositoryId": remote.full_name,
        "Url": remote.url,
        "Rewrites": [
            list(pair) for pair in remotes.rewrites(call.world, call.region) if remote.url.startswith(pair[1])
        ],
    }


def _fire_schedule(call: Call, wanted: dict[str, str]) -> Document:
    """Fire a schedule without waiting for its time; on AWS a person would edit it."""
    place = {"Name": wanted["Name"], "GroupName": wanted["GroupName"]}
    authorize(call, "scheduler", "UpdateSchedule", place)
    schedule = firing.fire_now(call, place["Name"], place["GroupName"])
    return {"ScheduleArn": schedule.arn, "TargetArn": schedule.settings["Target"]["Arn"]}


ERRANDS: dict[str, Callable[[Call, dict[str, str]], Document]] = {
    "authorize-connection": _authorize_connection,
    "create-remote": _create_remote,
    "fire-schedule": _fire_schedule,
    **workflows.ERRANDS,
}
