"""The resources of the API: `POST /predictions`, signed, checked, throttled, logged."""

import hashlib
import json
from collections.abc import Sequence

from troposphere import AWSObject, Equals, GetAtt, Output, Ref, Sub, Template
from troposphere.apigateway import Deployment, EndpointConfiguration, Resource, RestApi

from app_infra.api_gateway import access, method
from deployment.stack_text import project_tags

CONDITION = "HasApi"
LOG_GROUP = access.LOG_GROUP
PATH = "predictions"
PARAMETERS = {
    "WithApi": ("String", "yes for an API in front of the endpoint, else no"),
    "ApiRequestsPerSecond": ("Number", "Requests per second that the API lets through"),
    "ApiBurst": ("Number", "Requests that may come at the same moment"),
    "ApiTracing": ("String", "true to trace requests with X-Ray, else false"),
}


def add(template: Template) -> None:
    """Adds the API; it is made where the stage's parameter says so."""
    template.add_condition(CONDITION, Equals(Ref("WithApi"), "yes"))
    role = access.role()
    interface = [_rest_api(), _path(), *method.resources(role)]
    deployment = _deployment(interface)
    for resource in [role, *interface, deployment, access.log_group(), access.stage(deployment)]:
        resource.resource["Condition"] = CONDITION
        template.add_resource(resource)
    address = Sub(f"https://${{Api}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{ApiStage}}/{PATH}")
    template.add_output(Output("ApiUrl", Condition=CONDITION, Description="POST signed requests here", Value=address))


def _rest_api() -> RestApi:
    return RestApi(
        "Api",
        Name=Sub("sagemaker-${ProjectName}-${ProjectId}-${Stage}"),
        Description=Sub("Predictions of ${ProjectName}, stage ${Stage}"),
        EndpointConfiguration=EndpointConfiguration(Types=["REGIONAL"]),
        Tags=project_tags(),
    )


def _path() -> Resource:
    return Resource("ApiPath", RestApiId=Ref("Api"), ParentId=GetAtt("Api", "RootResourceId"), PathPart=PATH)


def _deployment(interface: Sequence[AWSObject]) -> Deployment:
    # A deployment is a copy: only a new one, under a new name, brings a change of the interface to callers.
    content = json.dumps([resource.to_dict() for resource in interface], sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return Deployment(
        f"ApiDeployment{digest}",
        DependsOn=["ApiPredict"],
        RestApiId=Ref("Api"),
        Description="What the API is",
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )
