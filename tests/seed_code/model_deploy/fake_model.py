"""A model behind sagemaker-runtime's wire protocol, healthy or broken in one way."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CSV, JSON = "text/csv", "application/json"
COLUMNS = 2
Row = list[float]
Score = float | list[float]
"""A number, or one for each class."""


class Refusal(Exception):
    """The container answers with this status instead of scores."""

    def __init__(self, status: int) -> None:
        self.status = status


class Model:
    """Scores a row by its first column and answers as the contract says."""

    def score(self, row: Row) -> Score:
        return self.probability(row)

    def probability(self, row: Row) -> float:
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, row[0]))))

    def scores(self, rows: list[Row]) -> list[Score]:
        return [self.score(row) for row in rows]

    def answer(self, body: str, content_type: str, accept: str) -> tuple[str, str]:
        scores = self.scores(self.rows(body, content_type))
        if accept == CSV:
            return "".join(f"{json.dumps(score).strip('[]').replace(' ', '')}\n" for score in scores), CSV
        return json.dumps({self.key: scores}), JSON

    def rows(self, body: str, content_type: str) -> list[Row]:
        try:
            if content_type == CSV:
                rows = [[float(cell) for cell in line.split(",")] for line in body.splitlines()]
            elif content_type == JSON:
                rows = [[float(cell) for cell in row] for row in json.loads(body)["instances"]]
            else:
                raise Refusal(self.refusal)
        except (ValueError, KeyError):
            raise Refusal(self.refusal) from None
        if not rows or any(len(row) != COLUMNS for row in rows):
            raise Refusal(self.refusal)
        return rows

    key = "predictions"
    refusal = 400
    variant = "AllTraffic"


class WrongKey(Model):
    key = "scores"


class Stranger(Model):
    variant = "Experiment"


class Constant(Model):
    def score(self, row: Row) -> Score:
        return 0.5


class Swapped(Model):
    def score(self, row: Row) -> Score:
        return super().score([row[1], row[0]])


class Inverted(Model):
    def score(self, row: Row) -> Score:
        return 1 - self.probability(row)


class Margin(Model):
    def score(self, row: Row) -> Score:
        return row[0]


class Timid(Model):
    """Ranks as well as the healthy one, but far from the share of positive rows."""

    def score(self, row: Row) -> Score:
        return self.probability(row) / 20


class Backwards(Model):
    def scores(self, rows: list[Row]) -> list[Score]:
        return super().scores(rows)[::-1]


class Truncating(Model):
    def scores(self, rows: list[Row]) -> list[Score]:
        return super().scores(rows[:1000])


class Crashing(Model):
    refusal = 500


class Overflowing(Model):
    def score(self, row: Row) -> Score:
        return super().score(row) if abs(row[0]) < 1e20 else math.nan


class Slow(Model):
    def scores(self, rows: list[Row]) -> list[Score]:
        time.sleep(0.03)
        return super().scores(rows)


class Overloaded(Model):
    """Fails each third request."""

    asked = 0

    def rows(self, body: str, content_type: str) -> list[Row]:
        self.asked += 1
        if self.asked % 3 == 0:
            raise Refusal(503)
        return super().rows(body, content_type)


class Forgetful(Model):
    """Changes its mind after the first bad request."""

    hurt = False

    def rows(self, body: str, content_type: str) -> list[Row]:
        try:
            return super().rows(body, content_type)
        except Refusal:
            self.hurt = True
            raise

    def score(self, row: Row) -> Score:
        return 1 - self.probability(row) if self.hurt else self.probability(row)


class Confused(Model):
    """Answers callers at the same time with the row of the one that came last."""

    def score(self, row: Row) -> Score:
        self.row = row
        time.sleep(0.002)
        return super().score(self.row)

    def scores(self, rows: list[Row]) -> list[Score]:
        return super().scores(rows) if len(rows) == 1 else [Model.score(self, row) for row in rows]


@contextmanager
def serving(model: Model) -> Iterator[str]:
    """The address of a sagemaker-runtime where this model answers under every endpoint name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(model))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _handler(model: Model) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            try:
                answer, kind = model.answer(body, self.headers["Content-Type"], self.headers["Accept"])
            except Refusal as refusal:
                details = {"Message": "refused", "OriginalStatusCode": refusal.status, "OriginalMessage": "bad"}
                self._send(424, json.dumps(details), {"Content-Type": JSON, "x-amzn-ErrorType": "ModelError"})
            else:
                self._send(200, answer, {"Content-Type": kind, "x-Amzn-Invoked-Production-Variant": model.variant})

        def _send(self, status: int, body: str, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *arguments: object) -> None:
            return

    return Handler
