"""Endpoint configurations."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.hosting import serverless
from mlops_templates.localaws.sagemaker.hosting.records import EndpointConfig, HostingState, config_of, model_of
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.service import SERVICE


@SERVICE.action
def create_endpoint_config(call: Call, request: Document) -> Document:
    shadows = request.get("ShadowProductionVariants", [])
    _check_variants(call, [*request["ProductionVariants"], *shadows])
    if shadows and (len(shadows) > 1 or len(request["ProductionVariants"]) > 1):
        raise invalid("A shadow variant stands beside exactly one production variant, and there is one at most.")
    serverless.check(call, request)
    name, state = request["EndpointConfigName"], call.state(HostingState)
    arn = call.arn("sagemaker", f"endpoint-config/{name}")
    with call.world.lock:
        if name in state.configs:
            raise invalid(f'Cannot create already existing endpoint configuration "{arn}".')
        tags.register(call, arn, request.get("Tags"))
        state.configs[name] = EndpointConfig(name, arn, request, now())
    return {"EndpointConfigArn": arn}


@SERVICE.action
def describe_endpoint_config(call: Call, request: Document) -> Document:
    config = config_of(call, request["EndpointConfigName"])
    known = {key: value for key, value in config.request.items() if key != "Tags"}
    return {**known, "EndpointConfigArn": config.arn, "CreationTime": config.created}


@SERVICE.action
def list_endpoint_configs(call: Call, request: Document) -> Document:
    configs, token = page(select(call.state(HostingState).configs.values(), request, order="Descending"), request)
    return {"EndpointConfigs": [_summary(config) for config in configs], "NextToken": token}


@SERVICE.action
def delete_endpoint_config(call: Call, request: Document) -> Document:
    with call.world.lock:
        config = config_of(call, request["EndpointConfigName"])
        del call.state(HostingState).configs[config.name]
        tags.forget(call, config.arn)
    return {}


def _check_variants(call: Call, variants: list[Document]) -> None:
    names = [variant["VariantName"] for variant in variants]
    if len(set(names)) < len(names):
        raise invalid(f"Variant names must be unique within an endpoint configuration: {', '.join(names)}")
    for variant in variants:
        size = () if variant.get("ServerlessConfig") else serverless.INSTANCE_MEMBERS
        for member in ("ModelName", *size):
            if member not in variant:
                raise invalid(f"{member} must be given for variant {variant['VariantName']}.")
        model_of(call, variant["ModelName"])


def _summary(config: EndpointConfig) -> Document:
    return {
        "EndpointConfigName": config.name,
        "EndpointConfigArn": config.arn,
        "CreationTime": config.created,
    }
