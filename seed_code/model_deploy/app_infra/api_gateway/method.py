"""`POST /predictions`: what a request must be, and how it becomes one to the endpoint."""

from troposphere import GetAtt, Ref, Sub, iam
from troposphere.apigateway import (
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    Model,
    RequestValidator,
)

SERVICE = "arn:${AWS::Partition}:apigateway:${AWS::Region}:runtime.sagemaker"
ENDPOINT = SERVICE + ":path/endpoints/${EndpointName}/invocations"

HEADERS = ("Content-Type", "Accept")
# 424 is what the model itself says of the rows; all else that goes wrong behind the API is no fault of the caller.
REFUSED, BROKEN = "424", "502"
ANSWERS = {"200": None, REFUSED: "424", BROKEN: r"(4(?!24)|5)\d{2}"}
REQUEST = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "title": "Rows to predict",
    "type": "object",
    "required": ["instances"],
    "properties": {"instances": {"type": "array", "minItems": 1, "items": {"type": "array", "minItems": 1}}},
}


def resources(role: iam.Role) -> tuple[RequestValidator, Model, Method]:
    """What the API checks by itself, and the method that invokes the endpoint with this role."""
    validator = RequestValidator(
        "ApiValidator",
        RestApiId=Ref("Api"),
        Name="body-and-parameters",
        ValidateRequestBody=True,
        ValidateRequestParameters=True,
    )
    rows = Model(
        "ApiRequest",
        RestApiId=Ref("Api"),
        Name="Rows",
        Description="What a JSON request holds",
        ContentType="application/json",
        Schema=REQUEST,
    )
    return validator, rows, _predict(role, validator, rows)


def _predict(role: iam.Role, validator: RequestValidator, rows: Model) -> Method:
    return Method(
        "ApiPredict",
        RestApiId=Ref("Api"),
        ResourceId=Ref("ApiPath"),
        HttpMethod="POST",
        OperationName="Predict",
        AuthorizationType="AWS_IAM",
        RequestValidatorId=Ref(validator),
        RequestModels={"application/json": Ref(rows)},
        RequestParameters={"method.request.header.Content-Type": True, "method.request.header.Accept": False},
        MethodResponses=[
            MethodResponse(StatusCode=status, ResponseParameters={"method.response.header.Content-Type": True})
            for status in ANSWERS
        ],
        Integration=_endpoint(role),
    )


def _endpoint(role: iam.Role) -> Integration:
    return Integration(
        Type="AWS",
        IntegrationHttpMethod="POST",
        Uri=Sub(ENDPOINT),
        Credentials=GetAtt(role, "Arn"),
        PassthroughBehavior="WHEN_NO_MATCH",
        RequestParameters={f"integration.request.header.{name}": f"method.request.header.{name}" for name in HEADERS},
        IntegrationResponses=[
            IntegrationResponse(
                StatusCode=status,
                ResponseParameters={"method.response.header.Content-Type": "integration.response.header.Content-Type"},
                **({"SelectionPattern": pattern} if pattern else {}),
            )
            for status, pattern in ANSWERS.items()
        ],
    )
