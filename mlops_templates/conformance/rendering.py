"""A product's template for one source-code provider, made as publishing makes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from mlops_templates.conformance.check import Check, Verdict, judged
from mlops_templates.model import Product
from mlops_templates.synth import chosen_scm, document, synthesize

LARGEST = 51_200
"""Bytes of a template that CloudFormation takes in a request."""

LONGEST = 300.0
"""Seconds that a process may take for one template."""

AGAIN = "import sys; from mlops_templates.catalog import find_product as f; from mlops_templates.synth import *; \
p = f(sys.argv[1]); sys.stdout.buffer.write(synthesize(p, chosen_scm(p, sys.argv[2])).encode())"


@dataclass(frozen=True)
class Rendering:
    """The template as a document and as text."""

    product: Product
    scm: str
    document: dict[str, Any]
    text: str


def render(product: Product, scm: str) -> tuple[Check, Rendering | None]:
    """The template; any error of the product's own code is a fault of the product."""
    try:
        provider = chosen_scm(product, scm)
        made = Rendering(product, scm, document(product, provider), synthesize(product, provider))
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        return Check("render", scm, Verdict.FAILED, "1 fault", (fault,)), None
    return Check("render", scm, Verdict.OK, f"{len(made.document['Resources'])} resources"), made


def size(rendering: Rendering) -> Check:
    """The template fits into one request when it is minified."""
    length = len(json.dumps(rendering.document, separators=(",", ":")).encode())
    told = f"{length:,} of {LARGEST:,} bytes minified"
    return judged("size", rendering.scm, [] if length <= LARGEST else [told], told)


def sameness(rendering: Rendering) -> Check:
    """Another process with another hash seed makes the same bytes."""
    argv = [sys.executable, "-c", AGAIN, rendering.product.name, rendering.scm]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    faults = []
    try:
        made = subprocess.run(  # noqa: S603 - our own program
            argv, capture_output=True, check=False, env=environment, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return judged("sameness", rendering.scm, [f"another process has not made it after {LONGEST:g} seconds"], "")
    if made.returncode:
        faults.append(made.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    elif made.stdout != rendering.text.encode():
        faults.append("another process makes other bytes: sort what comes from a set, and name no time")
    return judged("sameness", rendering.scm, faults, "the same bytes in another process")
