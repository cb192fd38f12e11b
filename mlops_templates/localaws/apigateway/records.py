"""What is remembered of REST APIs."""

import secrets
import string
from dataclasses import dataclass, field
from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

_LETTERS = string.ascii_lowercase + string.digits


@dataclass
class Resource:
    """A path of an API; `methods` are documents under the API's names, by HTTP method."""

    id: str
    path: str
    parent: str = ""
    part: str = ""
    methods: dict[str, Document] = field(default_factory=dict)


@dataclass(frozen=True)
class Method:
    """A method as it was deployed."""

    resource_id: str
    document: Document


@dataclass(frozen=True)
class Deployment:
    """An API as it was at a moment: methods by path and HTTP method, and what they use."""

    id: str
    description: str
    created: datetime
    methods: dict[tuple[str, str], Method]
    models: dict[str, Document]
    validators: dict[str, Document]
    policy: str


@dataclass
class RestApi:
    """One API; `document` is what is said of it, under the API's names."""

    id: str
    document: Document
    resources: dict[str, Resource] = field(default_factory=dict)
    models: dict[str, Document] = field(default_factory=dict)
    validators: dict[str, Document] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    stages: dict[str, Document] = field(default_factory=dict)

    @property
    def root(self) -> Resource:
        return next(resource for resource in self.resources.values() if resource.path == "/")


@dataclass
class ApiState:
    """All APIs of an account and region, and the role that writes their logs."""

    apis: dict[str, RestApi] = field(default_factory=dict)
    log_role: str = ""


def new_id(length: int = 6) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def refused(message: str) -> AwsError:
    return AwsError("BadRequestException", message)


def missing(message: str) -> AwsError:
    return AwsError("NotFoundException", message, status=404)


def taken(message: str) -> AwsError:
    return AwsError("ConflictException", message, status=409)


def api_of(call: Call, request: Document) -> RestApi:
    found = call.state(ApiState).apis.get(request["restApiId"])
    if found is None:
        raise missing("Invalid API identifier specified " + f"{call.account}:{request['restApiId']}")
    return found


def resource_of(api: RestApi, identity: str) -> Resource:
    found = api.resources.get(identity)
    if found is None:
        raise missing("Invalid Resource identifier specified")
    return found


def method_of(api: RestApi, request: Document) -> Document:
    found = resource_of(api, request["resourceId"]).methods.get(request["httpMethod"])
    if found is None:
        raise missing("Invalid Method identifier specified")
    return found
