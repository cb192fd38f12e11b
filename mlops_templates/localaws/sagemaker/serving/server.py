"""Serves one model as a SageMaker container does: `python server.py MODEL_DIR PORT_FILE`.

The real `sagemaker_inference` toolkit stands behind `GET /ping` and `POST /invocations`. This file runs under the
Python of the model's image and imports nothing of this package. The port is written into PORT_FILE once it listens.
"""

import importlib
import importlib.util
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Context:
    """The part of the model server's request context that the toolkit uses."""

    def __init__(self, model_dir: str, headers: Mapping[str, str]) -> None:
        self.system_properties = {"model_dir": model_dir}
        self.request_processor = [self]
        self.status = 200
        self.content_type = "text/plain"
        self._headers = dict(headers)

    def get_request_properties(self) -> dict[str, str]:
        return self._headers

    def get_request_header(self, _: int, name: str) -> str | None:
        return self._headers.get(name)

    def set_response_content_type(self, _: int, content_type: str) -> None:
        self.content_type = content_type

    def set_response_status(self, code: int = 200, phrase: str = "") -> None:
        self.status = code


def default_handler() -> Any:
    """What answers where the model's own code does not: in AWS's XGBoost image only `model_fn` must be there."""
    handler = importlib.import_module("sagemaker_inference.default_inference_handler").DefaultInferenceHandler()
    if importlib.util.find_spec("xgboost"):
        handler.default_input_fn, handler.default_predict_fn = xgboost_matrix, xgboost_prediction
    return handler


def xgboost_matrix(body: str | bytes, content_type: str) -> Any:
    """CSV without header as XGBoost's own matrix; an empty value is a missing one."""
    if content_type.split(";", maxsplit=1)[0].strip() != "text/csv":
        error = importlib.import_module("sagemaker_inference.errors").GenericInferenceToolkitError
        raise error(501, f"not emulated: {content_type} without an input_fn in the XGBoost image")
    text = body if isinstance(body, str) else body.decode()
    rows = [[float(value or "nan") for value in line.split(",")] for line in text.strip().splitlines()]
    return importlib.import_module("xgboost").DMatrix(importlib.import_module("numpy").array(rows))


def xgboost_prediction(data: Any, model: Any) -> Any:
    return model.predict(data, validate_features=False)


class Model:
    """A model behind the toolkit's transformer, loaded once."""

    def __init__(self, model_dir: str) -> None:
        self.model_dir = model_dir
        self._lock = threading.Lock()
        transformer = importlib.import_module("sagemaker_inference.transformer").Transformer
        self._transformer: Any = transformer(default_handler())

    def load(self) -> None:
        with self._lock:
            self._transformer.validate_and_initialize(model_dir=self.model_dir)

    def invoke(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        """Status, content type and body of the answer."""
        context = Context(self.model_dir, headers)
        answer = self._transformer.transform([{"body": body}], context)[0]
        if context.status >= 400:
            sys.stderr.write(f"{answer}\n")
        return context.status, context.content_type, answer if isinstance(answer, bytes) else str(answer).encode()


class Server(ThreadingHTTPServer):
    """A loopback server for one model."""

    daemon_threads = True

    def __init__(self, model: Model) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.model = model


class Handler(BaseHTTPRequestHandler):
    """Answers pings and invocations."""

    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        if self.path != "/ping":
            super().log_message(format, *args)

    def do_GET(self) -> None:
        if self.path != "/ping":
            self._answer(404)
            return
        try:
            self.server.model.load()
        except Exception as error:
            traceback.print_exc()
            self._answer(500, body=f"{type(error).__name__}: {error}".encode())
        else:
            self._answer(200)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/invocations":
            self._answer(404)
            return
        self._answer(*self.server.model.invoke(body, dict(self.headers.items())))

    def _answer(self, status: int, content_type: str = "text/plain", body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(model_dir: str, port_file: str) -> None:
    sys.path.insert(0, str(Path(model_dir, "code")))
    server = Server(Model(model_dir))
    part = Path(f"{port_file}.part")
    part.write_text(str(server.server_port), encoding="utf-8")
    part.replace(port_file)
    server.serve_forever()


if __name__ == "__main__":
    os.umask(0o077)
    main(*sys.argv[1:])
