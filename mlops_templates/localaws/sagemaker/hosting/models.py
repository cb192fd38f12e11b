"""Models."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.hosting.containers import check_container, container_definition
from mlops_templates.localaws.sagemaker.hosting.records import HostingState, Model, model_of
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.network import check_network
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def create_model(call: Call, request: Document) -> Document:
    if "ExecutionRoleArn" not in request:
        raise invalid("ExecutionRoleArn must be given.")
    check_container(call, container_definition(request), request["ExecutionRoleArn"])
    check_network(call, request.get("VpcConfig"), request["ExecutionRoleArn"])
    name, state = request["ModelName"], call.state(HostingState)
    arn = call.arn("sagemaker", f"model/{name}")
    with call.world.lock:
        if name in state.models:
            raise invalid(f'Cannot create already existing model "{arn}".')
        tags.register(call, arn, request.get("Tags"))
        state.models[name] = Model(name, arn, request, now())
    return {"ModelArn": arn}


@SERVICE.action
def describe_model(call: Call, request: Document) -> Document:
    model = model_of(call, request["ModelName"])
    known = {key: value for key, value in model.request.items() if key != "Tags"}
    return {"EnableNetworkIsolation": False, **known, "ModelArn": model.arn, "CreationTime": model.created}


@SERVICE.action
def list_models(call: Call, request: Document) -> Document:
    models, token = page(select(call.state(HostingState).models.values(), request, order="Descending"), request)
    return {"Models": [_summary(model) for model in models], "NextToken": token}


@SERVICE.action
def delete_model(call: Call, request: Document) -> Document:
    with call.world.lock:
        model = model_of(call, request["ModelName"])
        del call.state(HostingState).models[model.name]
        tags.forget(call, model.arn)
    return {}


def _summary(model: Model) -> Document:
    return {"ModelName": model.name, "ModelArn": model.arn, "CreationTime": model.created}
