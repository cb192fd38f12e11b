"""Endpoints with a handler that multiplies."""

import pytest

INFERENCE = """
import json, os, pathlib
def model_fn(folder):
    return float(pathlib.Path(folder, "factor.txt").read_text())
def input_fn(body, content_type):
    if content_type != "text/csv":
        from sagemaker_inference.errors import GenericInferenceToolkitError
        raise GenericInferenceToolkitError(415, "only text/csv")
    return [float(value) for value in body.split(",")]
def predict_fn(data, model):
    return [value * model for value in data]
def output_fn(prediction, accept):
    if accept == "text/csv":
        return ",".join(map(str, prediction)), accept
    return json.dumps({"predictions": prediction, "unit": os.environ.get("UNIT")}), "application/json"
"""
FAST = {"Delay": 1, "MaxAttempts": 180}


class Hosting:
    def __init__(self, bench):
        self.bench, self.api, self.runtime = bench, bench.sagemaker, bench.aws.client("sagemaker-runtime")

    def data(self, factor="2", inference=INFERENCE):
        return self.bench.put_archive(
            f"{self.bench.name('model')}/model.tar.gz", {"factor.txt": factor, "code/inference.py": inference}
        )

    def model(self, container):
        name = self.bench.name("model")
        self.api.create_model(ModelName=name, ExecutionRoleArn=self.bench.role, Containers=[container])
        return name

    def config(self, data, **container):
        model = self.model({"Image": self.bench.image, "ModelDataUrl": data, **container})
        return self.config_of(model)

    def config_of(self, *models, **request):
        name = self.bench.name("config")
        variants = [
            {
                "VariantName": f"Variant{number}",
                "ModelName": model,
                "InstanceType": "ml.m5.large",
                "InitialInstanceCount": 1,
            }
            for number, model in enumerate(models)
        ]
        self.api.create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants, **request)
        return name

    def endpoint(self, config):
        name = self.bench.name("endpoint")
        self.api.create_endpoint(EndpointName=name, EndpointConfigName=config)
        return name

    def settled(self, name):
        return self.bench.until(
            lambda: self.api.describe_endpoint(EndpointName=name), "EndpointStatus", "InService", "Failed"
        )

    def serving(self, config):
        name = self.endpoint(config)
        found = self.settled(name)
        assert found["EndpointStatus"] == "InService", found["FailureReason"]
        return name

    def ask(self, name, body="1,2", accept="text/csv", **request):
        given = {"ContentType": "text/csv", "Accept": accept, **request}
        return self.runtime.invoke_endpoint(EndpointName=name, Body=body, **given)

    def delete(self, name):
        self.api.delete_endpoint(EndpointName=name)
        self.api.get_waiter("endpoint_deleted").wait(EndpointName=name, WaiterConfig=FAST)


@pytest.fixture
def hosting(bench):
    made = Hosting(bench)
    yield made
    for endpoint in made.api.list_endpoints(NameContains="endpoint")["Endpoints"]:
        made.delete(endpoint["EndpointName"])
