"""REST APIs."""

from datetime import UTC, datetime

from mlops_templates.localaws.apigateway.patches import patch
from mlops_templates.localaws.apigateway.records import ApiState, Resource, RestApi, api_of, new_id, refused
from mlops_templates.localaws.apigateway.service import SERVICE
from mlops_templates.localaws.authorization.grammar import check_policy
from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document

CHANGEABLE = {"name": str, "description": str, "policy": str, "disableExecuteApiEndpoint": bool}
DEFAULT_ENDPOINT = {"types": ["EDGE"]}


@SERVICE.action
def create_rest_api(call: Call, request: Document) -> Document:
    identity, root = new_id(10), Resource(new_id(10), "/")
    document = {
        "apiKeySource": "HEADER",
        "endpointConfiguration": DEFAULT_ENDPOINT,
        "disableExecuteApiEndpoint": False,
        **{key: value for key, value in request.items() if value is not None},
        "createdDate": datetime.now(UTC),
        "rootResourceId": root.id,
    }
    _expand(call, identity, document)
    api = RestApi(identity, document, {root.id: root})
    with call.world.lock:
        call.state(ApiState).apis[identity] = api
    return described(api)


@SERVICE.action
def get_rest_api(call: Call, request: Document) -> Document:
    return described(api_of(call, request))


@SERVICE.action
def get_rest_apis(call: Call, request: Document) -> Document:
    apis = list(call.state(ApiState).apis.values())
    start, limit = int(request.get("position") or 0), int(request.get("limit") or 25)
    more = {"position": str(start + limit)} if start + limit < len(apis) else {}
    return {"items": [described(api) for api in apis[start : start + limit]], **more}


@SERVICE.action
def update_rest_api(call: Call, request: Document) -> Document:
    with call.world.lock:
        api = api_of(call, request)
        document = dict(api.document)
        patch(document, request, CHANGEABLE)
        _expand(call, api.id, document)
        api.document = document
    return described(api)


@SERVICE.action
def delete_rest_api(call: Call, request: Document) -> Document:
    with call.world.lock:
        del call.state(ApiState).apis[api_of(call, request).id]
    return {}


def described(api: RestApi) -> Document:
    return {"id": api.id, **api.document}


def _expand(call: Call, identity: str, document: Document) -> None:
    """Check the policy and write `execute-api:/...` in it as the whole ARN."""
    if text := document.get("policy"):
        whole = call.arn("execute-api", f"{identity}/")
        text = str(text).replace('"execute-api:/', f'"{whole}')
        if problem := check_policy(text, principal=True):
            raise refused(f"Invalid policy document. {problem}")
        document["policy"] = text
