"""Stages: the names under which deployments are called."""

import re
from datetime import UTC, datetime

from mlops_templates.localaws.apigateway.records import ApiState, RestApi, api_of, missing, refused, taken
from mlops_templates.localaws.apigateway.service import SERVICE
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated

NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
SETTINGS = {
    "logging/loglevel": ("loggingLevel", str),
    "logging/dataTrace": ("dataTraceEnabled", bool),
    "metrics/enabled": ("metricsEnabled", bool),
    "throttling/rateLimit": ("throttlingRateLimit", float),
    "throttling/burstLimit": ("throttlingBurstLimit", int),
}
"""Settings of methods: kept and shown. Nothing is throttled, and of logs there are those of access."""

NO_ROLE = "CloudWatch Logs role ARN must be set in account settings to enable logging"


@SERVICE.action
def create_stage(call: Call, request: Document) -> Document:
    name = request["stageName"]
    with call.world.lock:
        api = api_of(call, request)
        if not NAME.fullmatch(name):
            raise refused("Stage name only allows a-zA-Z0-9_-")
        if name in api.stages:
            raise taken("Stage already exists")
        members = ("stageName", "description", "variables", "tags", "tracingEnabled")
        return put_stage(api, {key: request[key] for key in members if request.get(key)}, request["deploymentId"])


@SERVICE.action
def get_stage(call: Call, request: Document) -> Document:
    return _found(api_of(call, request), request["stageName"])


@SERVICE.action
def get_stages(call: Call, request: Document) -> Document:
    wanted = request.get("deploymentId")
    stages = api_of(call, request).stages.values()
    return {"item": [stage for stage in stages if wanted in (None, stage["deploymentId"])]}


@SERVICE.action
def update_stage(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        stage = dict(_found(api, request["stageName"]))
        for operation in request.get("patchOperations", []):
            _apply(call, api, stage, operation)
        stage["lastUpdatedDate"] = datetime.now(UTC)
        api.stages[stage["stageName"]] = stage
    return stage


@SERVICE.action
def delete_stage(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        del api.stages[_found(api, request["stageName"])["stageName"]]
    return {}


def put_stage(api: RestApi, stage: Document, deployment: str) -> Document:
    """Make a stage, or move it to another deployment."""
    if deployment not in api.deployments:
        raise refused("Deployment id does not exist")
    moment = datetime.now(UTC)
    made = {"createdDate": moment, "methodSettings": {}, **stage, "deploymentId": deployment, "lastUpdatedDate": moment}
    api.stages[stage["stageName"]] = made
    return made


def _found(api: RestApi, name: str) -> Document:
    if name not in api.stages:
        raise missing("Invalid stage identifier specified")
    return api.stages[name]


def _apply(call: Call, api: RestApi, stage: Document, operation: Document) -> None:
    path, value = str(operation.get("path", "")).removeprefix("/"), operation.get("value", "")
    removed = operation.get("op") == "remove"
    if path == "deploymentId":
        if value not in api.deployments:
            raise refused("Deployment id does not exist")
        stage[path] = value
    elif path in ("description", "tracingEnabled"):
        stage[path] = value == "true" if path == "tracingEnabled" else value
    elif path.startswith("accessLogSettings"):
        _log(call, stage, path.partition("/")[2], "" if removed else value)
    elif path.startswith("variables/"):
        kept = {key: each for key, each in stage.get("variables", {}).items() if key != path.partition("/")[2]}
        stage["variables"] = kept if removed else {**kept, path.partition("/")[2]: value}
    elif found := re.fullmatch(rf"(?P<method>.+?/[A-Z*]+)/(?P<setting>{'|'.join(SETTINGS)})", path):
        member, kind = SETTINGS[found["setting"]]
        if member == "loggingLevel" and value != "OFF" and not call.state(ApiState).log_role:
            raise refused(NO_ROLE)
        typed = value == "true" if kind is bool else kind(value)
        settings = stage.get("methodSettings", {})
        stage["methodSettings"] = {**settings, found["method"]: {**settings.get(found["method"], {}), member: typed}}
    else:
        raise not_emulated(f"apigateway:UpdateStage {path}")


def _log(call: Call, stage: Document, member: str, value: str) -> None:
    if not value:
        stage.pop("accessLogSettings", None)
        return
    if not call.state(ApiState).log_role:
        raise refused(NO_ROLE)
    stage["accessLogSettings"] = {**stage.get("accessLogSettings", {}), member: value.removesuffix(":*")}
