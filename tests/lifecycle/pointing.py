"""Where plain `boto3.client(...)` of the tests' own process acts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import boto3

from mlops_templates.localaws import LocalAws


@contextmanager
def pointing_at(aws: LocalAws) -> Iterator[None]:
    """At this embedded AWS, for the length of a `with` block."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(aws.environment)
    boto3.setup_default_session()  # one that was made before has the keys of another server
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        boto3.DEFAULT_SESSION = None
