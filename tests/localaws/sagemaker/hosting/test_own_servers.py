"""Models in images with a server of their own: `docker run IMAGE serve`, GET /ping and POST /invocations at 8080."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlops_templates.localaws.sagemaker.hosting import starting
from mlops_templates.localaws.sagemaker.hosting.starting import NotServing
from mlops_templates.localaws.sagemaker.jobs.container import Container
from tests.localaws.sagemaker.conftest import Bench, Push
from tests.localaws.sagemaker.hosting.conftest import Hosting
from tests.localaws.sagemaker.transform.conftest import Transforms

TRAIN = """#!/usr/bin/env python3
import json
factor = json.load(open("/opt/ml/input/config/hyperparameters.json"))["factor"]
open("/opt/ml/model/factor.txt", "w").write(factor)
"""
SERVE = """#!/usr/bin/env python3
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

class Handler(BaseHTTPRequestHandler):
    pings = 0

    def do_GET(self):
        Handler.pings += 1
        self.answer(200 if self.path == "/ping" and Handler.pings > 2 else 503, b"")

    def do_POST(self):
        factor = float(Path("/opt/ml/model/factor.txt").read_text())
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.headers["Content-Type"] != "text/csv":
            return self.answer(415, b"only text/csv")
        self.answer(200, f"{float(body) * factor} {os.environ['UNIT']}".encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

ThreadingHTTPServer(("0.0.0.0", 8080), Handler).serve_forever()
"""
DOCKERFILE = """
FROM python:3.12-slim
ENV UNIT=euro PATH="/opt/program:${PATH}"
WORKDIR /opt/program
COPY . .
EXPOSE 8080
"""


@pytest.fixture
def image(push: Push) -> str:
    """An image that trains and serves by itself."""
    return push(DOCKERFILE, {"train": TRAIN, "serve": SERVE})


def trained(bench: Bench, image: str, factor: str) -> str:
    """The model data of a training job in this image."""
    request = bench.training({}, HyperParameters={})
    request |= {"AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"}}
    request |= {"HyperParameters": {"factor": factor}}
    bench.sagemaker.create_training_job(**request)
    ended = bench.ended_training(request["TrainingJobName"])
    assert ended["TrainingJobStatus"] == "Completed", ended["FailureReason"]
    return str(ended["ModelArtifacts"]["S3ModelArtifacts"])


def registered(bench: Bench, image: str, data: str) -> str:
    """The ARN of an approved version."""
    group = bench.name("group")
    bench.sagemaker.create_model_package_group(ModelPackageGroupName=group)
    specification = {
        "Containers": [{"Image": image, "ModelDataUrl": data}],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    made = bench.sagemaker.create_model_package(
        ModelPackageGroupName=group, InferenceSpecification=specification, ModelApprovalStatus="Approved"
    )
    return str(made["ModelPackageArn"])


def test_what_an_image_has_trained_is_registered_deployed_and_called(
    hosting: Hosting, bench: Bench, image: str
) -> None:
    """And a second endpoint, whose server listens at the same port of its own container."""
    version = registered(bench, image, trained(bench, image, "3"))
    first = hosting.serving(hosting.config_of(hosting.model({"ModelPackageName": version})))
    data = bench.put_archive("other/model.tar.gz", {"factor.txt": "5"})
    other = hosting.serving(hosting.config(data, Image=image, Environment={"UNIT": "dollar"}))
    assert hosting.ask(first, "2")["Body"].read() == b"6.0 euro"
    assert hosting.ask(other, "2")["Body"].read() == b"10.0 dollar"
    with pytest.raises(ClientError) as refused:
        hosting.ask(first, "2", ContentType="image/png")
    assert refused.value.response["OriginalStatusCode"] == 415


def test_a_transform_job_asks_the_server_of_its_image(bench: Bench, image: str) -> None:
    transforms = Transforms(bench)
    data = bench.put_archive("model.tar.gz", {"factor.txt": "4"})
    bench.put("in/a.csv", "2")
    job = transforms.run(transforms.hosting.model({"Image": image, "ModelDataUrl": data}))
    assert job["TransformJobStatus"] == "Completed", job["FailureReason"]
    assert transforms.out("a.csv") == "8.0 euro"


def test_a_transform_job_sends_records_as_the_server_of_its_image_wishes(bench: Bench, push: Push) -> None:
    """Unless the job says otherwise: this server can read one record only."""
    wishes = 'self.answer(200, b\'{"BatchStrategy": "SINGLE_RECORD", "MaxConcurrentTransforms": 1}\')'
    wishing = SERVE.replace(
        "        Handler.pings", f"        if self.path.startswith('/exec'): return {wishes}\n        Handler.pings"
    )
    transforms, image = Transforms(bench), push(DOCKERFILE, {"serve": wishing})
    data = bench.put_archive("model.tar.gz", {"factor.txt": "4"})
    bench.put("in/a.csv", "1\n2\n")
    model = transforms.hosting.model({"Image": image, "ModelDataUrl": data})
    lines = {"source": {"SplitType": "Line"}, "target": {"AssembleWith": "Line"}}
    assert transforms.run(model, **lines)["TransformJobStatus"] == "Completed"
    assert transforms.out("a.csv").split("\n")[:2] == ["4.0 euro", "8.0 euro"]
    assert transforms.run(model, **lines, BatchStrategy="MultiRecord")["TransformJobStatus"] == "Failed"


def test_serve_is_an_argument_of_the_entrypoint(hosting: Hosting, bench: Bench, push: Push) -> None:
    start = '#!/bin/sh\nset -e\ntest "$1" = serve\nexec python3 /opt/program/serve\n'
    image = push(DOCKERFILE + 'ENTRYPOINT ["/opt/program/start"]\n', {"start": start, "serve": SERVE})
    data = bench.put_archive("model.tar.gz", {"factor.txt": "4"})
    assert hosting.ask(hosting.serving(hosting.config(data, Image=image)), "2")["Body"].read() == b"8.0 euro"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"train": TRAIN}, "CannotStartContainerError. Please ensure the model container starts correctly"),
        ({"serve": "#!/bin/sh\necho no such weights >&2\nexit 3\n"}, "It ended: no such weights"),
    ],
)
def test_an_image_that_does_not_serve_fails_the_endpoint(
    hosting: Hosting, push: Push, files: dict[str, str], told: str
) -> None:
    found = hosting.settled(hosting.endpoint(hosting.config_of(hosting.model({"Image": push(DOCKERFILE, files)}))))
    assert (found["EndpointStatus"], told in found["FailureReason"]) == ("Failed", True), found["FailureReason"]


def test_a_server_that_is_never_well_is_not_waited_for_longer_than_it_may_take(tmp_path: Path) -> None:
    class Living:
        alive = True

    with socket.create_server(("127.0.0.1", 0)) as silent:
        container = Container(tmp_path)
        starting.port_file(container).write_text(str(silent.getsockname()[1]))
        process: Any = Living()
        with pytest.raises(NotServing, match="Ping answered 0: timed out within 1 s"):
            starting.port_of(process, container, tmp_path / "log", 1, patient=True)
