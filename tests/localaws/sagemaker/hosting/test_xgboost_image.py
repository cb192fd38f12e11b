"""AWS's XGBoost image: the model's code may leave out what its server does itself."""

import json

import pytest
from botocore.exceptions import ClientError

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0"
MODEL_FN = """
import xgboost
def model_fn(folder):
    rows = xgboost.DMatrix([[0.0, 1.0]] * 20 + [[9.0, 1.0]] * 20, label=[5.0] * 20 + [7.0] * 20, nthread=1)
    return xgboost.train({"nthread": 1, "learning_rate": 1.0, "reg_lambda": 0.0}, rows, num_boost_round=3)
"""


@pytest.fixture
def endpoint(hosting):
    return hosting.serving(hosting.config(hosting.data(inference=MODEL_FN), Image=IMAGE))


def test_a_model_of_xgboost_is_asked_without_code_for_requests(hosting, endpoint):
    text = hosting.ask(endpoint, body="0.5,1\n9.5,\n")["Body"].read().decode()
    assert [float(line) for line in text.split()] == pytest.approx([5, 7])
    numbers = json.loads(hosting.ask(endpoint, body="9.5,1", accept="application/json")["Body"].read())
    assert numbers == pytest.approx([7])
    with pytest.raises(ClientError) as refused:
        hosting.ask(endpoint, body="1 0:9.5", ContentType="text/libsvm")
    assert refused.value.response["OriginalStatusCode"] == 501
    assert "not emulated: text/libsvm without an input_fn" in refused.value.response["OriginalMessage"]


def test_a_model_without_model_fn_does_not_come_into_service(hosting):
    data = hosting.data(inference="def predict_fn(data, model): return data")
    found = hosting.settled(hosting.endpoint(hosting.config(data, Image=IMAGE)))
    assert found["EndpointStatus"] == "Failed"
    assert "Please provide a model_fn implementation" in found["FailureReason"]
