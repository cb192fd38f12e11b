"""Definitions rendered as CI renders them, in a world without AWS."""

import json
from dataclasses import replace

import botocore.session
import pytest
from botocore.validate import ParamValidator

from ml_pipelines import definition, sdk
from ml_pipelines.settings import Cache, Data, QualityGate, read_settings
from ml_pipelines.source_code import step_sources

INPUT = "s3://sagemaker-p-abc123-ml-data-123456789012/churn/content/input/0123/"
RUN = {"BuildId": "20260102T030405Z-abcdef012345", "CommitId": "abcdef0123456789"}


@pytest.fixture(scope="module")
def run():
    """What the caller of a run gives."""
    return RUN


@pytest.fixture(scope="module")
def settings():
    """Those of input.json, but what is tested here by its value is said here: input.json may change."""
    shipped = read_settings(definition.settings_file("training"))
    return replace(
        shipped,
        task="binary",
        data=Data(source="data/rows.csv", target="y", positive_class="a", drop_columns=()),
        preprocessing=shipped.preprocessing[-1:],
        tuning=None,
        quality_gate=QualityGate(metric="auc", threshold=0.95),
        cache=Cache(enabled=True, expire_after="P30D"),
    )


@pytest.fixture(scope="module")
def telemetry():
    """Whatever the SDK would have told AWS about its use."""
    return []


@pytest.fixture(scope="module")
def render(project, settings, telemetry):
    """Render the definition. Every call to AWS would fail: the endpoint is a closed port."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "SAGEMAKER_USER_CONFIG_OVERRIDE"):
            patch.setenv(name, "none")
        patch.setenv("SAGEMAKER_VALIDATE_ROLE", "true")
        patch.setenv("AWS_DEFAULT_REGION", project.region)
        sdk.prepare(project.region)
        from sagemaker.core.telemetry import telemetry_logging

        patch.setattr(telemetry_logging, "_send_telemetry_request", lambda *arguments: telemetry.append(arguments))
        yield lambda project=project, settings=settings, sources=None, serving="": definition.render(
            "training", project, settings, sources or step_sources(), INPUT, serving
        )


@pytest.fixture(scope="module")
def text(render):
    return render()


@pytest.fixture(scope="module")
def document(text):
    return json.loads(text)


@pytest.fixture(scope="module")
def steps(document):
    """Every step by name, those behind the condition included."""
    (gate,) = (step for step in document["Steps"] if step["Type"] == "Condition")
    nested = gate["Arguments"]["IfSteps"] + gate["Arguments"]["ElseSteps"]
    return {step["Name"]: step for step in document["Steps"] + nested}


@pytest.fixture(scope="module")
def faults_of():
    """What SageMaker would say of the arguments of a call, by its API as boto3 knows it."""
    service = botocore.session.get_session().get_service_model("sagemaker")

    def faults(operation, arguments):
        shape = service.operation_model(operation).input_shape
        return ParamValidator().validate(arguments, shape).generate_report()

    return faults


@pytest.fixture(scope="module")
def resolve():
    """An argument as SageMaker sees it at run time, with stand-ins for what earlier steps made."""
    return resolved


def resolved(value, document):
    parameters = {item["Name"]: item.get("DefaultValue") for item in document["Parameters"]} | RUN
    if isinstance(value, list):
        return [resolved(item, document) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Get"}:
        kind, _, name = value["Get"].partition(".")
        return parameters[name] if kind == "Parameters" else f"s3://earlier/{name}"
    if set(value) == {"Std:Join"}:
        return value["Std:Join"]["On"].join(str(resolved(item, document)) for item in value["Std:Join"]["Values"])
    return {key: resolved(item, document) for key, item in value.items()}
