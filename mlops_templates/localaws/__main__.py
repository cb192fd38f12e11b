"""The server process: `python -m mlops_templates.localaws STATE [--port N] [--region NAME]`."""

from __future__ import annotations

import argparse
import logging
import os
import select
import signal
import sys
import threading
import time
from pathlib import Path

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.claim import claimed
from mlops_templates.localaws.keeping.store import Store

logger = logging.getLogger(__name__)


ORDERLY_SECONDS = 10.0
"""How long an orderly end may take."""


class Ending:
    """Whether the server is to end, and why."""

    def __init__(self) -> None:
        self.reason = ""
        # A pipe, because an Event may be locked by the very thread that a signal interrupts.
        self._read, self._write = os.pipe()

    def set(self, reason: str) -> None:
        self.reason = self.reason or reason
        os.write(self._write, b".")

    def wait(self, seconds: float | None = None) -> bool:
        return bool(select.select([self._read], [], [], seconds)[0])


def main() -> int:
    """Serve until SIGTERM or SIGINT; 0 after an orderly end, 2 when it cannot start."""
    parser = argparse.ArgumentParser(prog="mlops_templates.localaws", description="Serve the embedded AWS.")
    parser.add_argument("state", type=Path, help="the folder that holds everything it keeps")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--fresh", action="store_true", help="forget what an earlier server kept")
    parser.add_argument("--forgetful", action="store_true", help="keep nothing, and go on from nothing")
    parser.add_argument("--tied-to", type=int, metavar="PID", help="end when this process, our parent, has ended")
    options = parser.parse_args()
    ended = Ending()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: ended.set(f"it got {signal.Signals(number).name}"))
    if options.tied_to:
        threading.Thread(target=_end_with, args=(options.tied_to, ended), daemon=True).start()
    _forget_the_users_aws()
    state = options.state.resolve()
    (state / "logs").mkdir(parents=True, exist_ok=True)
    try:
        with claimed(state, fresh=options.fresh or options.forgetful or not Store(state).used):
            return _serve(options, state, ended)
    except MlopsTemplatesError as error:
        sys.stderr.write(f"mlops-templates: error: {error}\n")
        return 2


def _serve(options: argparse.Namespace, state: Path, ended: Ending) -> int:
    from mlops_templates.localaws import ready
    from mlops_templates.localaws.handle import READY
    from mlops_templates.localaws.server import Server

    logging.basicConfig(filename=state / "logs" / "server.log", level=logging.INFO, format="%(asctime)s %(message)s")
    for noisy in ("botocore", "boto3", "urllib3", "werkzeug"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    server = Server(state, options.port, options.region, keep=not options.forgetful)
    server.serve_in_background()
    ready.write(server.world, options.region, keeps=not options.forgetful)
    logger.info("process %d serves at %s", os.getpid(), server.world.url)
    threading.Thread(target=server.warm, name="warm", daemon=True).start()
    while not ended.wait(1.0):
        pass  # a signal that another thread took is heeded when this one wakes
    logger.info("process %d ends: %s", os.getpid(), ended.reason)
    threading.Thread(target=_end_anyway, name="end", daemon=True).start()
    server.close()
    (state / READY).unlink(missing_ok=True)
    logging.shutdown()
    os._exit(0)  # nothing is left to do, and a thread that waits for an answer must not hold the end up


def _end_anyway() -> None:
    time.sleep(ORDERLY_SECONDS)
    os._exit(0)  # the watchdog ends the children that are left


def _end_with(parent: int, ended: Ending) -> None:
    while os.getppid() == parent:
        if ended.wait(0.5):
            return
    ended.set(f"process {parent}, which started it, has ended")


def _forget_the_users_aws() -> None:
    # A profile, a proxy or a key of the person's own must not leak into the embedded AWS.
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull


if __name__ == "__main__":
    raise SystemExit(main())
