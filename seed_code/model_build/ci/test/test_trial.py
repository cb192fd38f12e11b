from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import ClientError, WaiterError

from ci import development, trial
from ci.banner import StepFailed
from ml_pipelines.project import VARIABLES

NAME = "churn-p-abc123-try"
VERSION = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/churn-p-abc123-dev/7"
SERVED = {"Image": "sklearn", "ModelDataUrl": "s3://b/7.tar.gz"}


class SageMaker:
    """Keeps what was made, by kind."""

    def __init__(self):
        self.made, self.versions, self.broken = {}, [VERSION], False

    def list_model_packages(self, ModelPackageGroupName, **order):
        assert ModelPackageGroupName == "churn-p-abc123-dev"
        assert order == {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 1}
        return {"ModelPackageSummaryList": [{"ModelPackageArn": arn} for arn in self.versions]}

    def describe_model_package(self, ModelPackageName):
        number = ModelPackageName.rpartition("/")[2]
        told = {"Image": "sklearn", "ModelDataUrl": f"s3://b/{number}.tar.gz", "Framework": "SKLEARN"}
        return {"InferenceSpecification": {"Containers": [told]}, "ModelApprovalStatus": "PendingManualApproval"}

    def create_model(self, **request):
        self.made["Model"] = request

    def create_endpoint_config(self, **request):
        self.made["EndpointConfig"] = request

    def create_endpoint(self, **request):
        self.made["Endpoint"] = request

    def describe_endpoint(self, **_):
        return {"FailureReason": "the model cannot be loaded"}

    def delete_model(self, ModelName):
        self.delete("Model")

    def delete_endpoint_config(self, EndpointConfigName):
        self.delete("EndpointConfig")

    def delete_endpoint(self, EndpointName):
        self.delete("Endpoint")

    def delete(self, kind):
        if self.made.pop(kind, None) is None:
            raise ClientError({"Error": {"Code": "ValidationException", "Message": f"Could not find {kind}"}}, kind)

    def get_waiter(self, name):
        return self

    def wait(self, **_):
        if self.broken:
            raise WaiterError("x", "x", {})


@pytest.fixture
def sagemaker(monkeypatch, project):
    sagemaker = SageMaker()
    monkeypatch.setattr(boto3, "client", lambda service, **_: sagemaker)
    for field, variable in VARIABLES.items():
        monkeypatch.setenv(variable, getattr(project, field))
    monkeypatch.setenv("BRANCH_NAME", "trial")
    return sagemaker


@pytest.fixture
def root():
    return trial.Path(trial.__file__).parents[1]


def test_the_newest_version_of_the_branch_s_group_is_served_without_network(sagemaker, root, capsys):
    trial.start(root)
    model, endpoint = sagemaker.made["Model"], sagemaker.made["Endpoint"]
    assert (model["Containers"], model["EnableNetworkIsolation"]) == ([SERVED], True)
    assert (endpoint["EndpointName"], endpoint["EndpointConfigName"]) == (NAME, NAME)
    said = capsys.readouterr().out
    assert f"--endpoint-name {NAME}" in said and "make endtrial" in said


def test_in_a_development_account_it_is_made_there_by_the_role_of_people(sagemaker, root, monkeypatch):
    there, known = SageMaker(), []
    monkeypatch.setattr(
        development, "act_as", lambda here, arn: known.append(arn) or SimpleNamespace(client=lambda *_, **__: there)
    )
    monkeypatch.setenv("DEVELOPMENT_ACCOUNT_ID", "210987654321")
    trial.start(root)
    assert sagemaker.made == {}
    assert there.made["Model"]["ExecutionRoleArn"].endswith(
        ":role/mlops/mlops-templates-target-training-branch-eu-west-1"
    )
    assert known == ["arn:aws:iam::210987654321:role/mlops/mlops-templates-target-trial-eu-west-1"]


def test_a_second_trial_takes_the_place_of_the_first(sagemaker, root):
    trial.start(root)
    sagemaker.versions = [VERSION.replace("/7", "/8")]
    trial.start(root)
    assert sagemaker.made["Model"]["Containers"][0]["ModelDataUrl"] == "s3://b/8.tar.gz"


def test_the_end_leaves_nothing_and_may_come_twice(sagemaker, root):
    trial.start(root)
    trial.end(root)
    trial.end(root)
    assert sagemaker.made == {}


def test_nothing_to_serve_is_said_plainly(sagemaker, root):
    sagemaker.versions = []
    with pytest.raises(StepFailed, match="churn-p-abc123-dev has no model version yet"):
        trial.start(root)


def test_an_endpoint_that_does_not_come_up_tells_why(sagemaker, root):
    sagemaker.broken = True
    with pytest.raises(StepFailed, match="the model cannot be loaded") as failure:
        trial.start(root)
    assert f"/aws/sagemaker/Endpoints/{NAME}" in failure.value.what_to_do
