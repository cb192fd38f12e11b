"""Somebody elsewhere who installed the package: pytest in a folder that has nothing of ours."""

from __future__ import annotations

import pytest

BUCKET = """
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
        Properties: {BucketName: named-in-the-template}
    Outputs:
      Name: {Value: !Ref Bucket}
"""
HEADER = f"import os, subprocess, time, boto3, pytest\nBUCKET = '''{BUCKET}'''\n"


def run(author: pytest.Pytester, source: str, *options: str) -> pytest.RunResult:
    """What pytest makes of a file of tests."""
    author.makepyfile(test_theirs=HEADER + source)
    return author.runpytest_subprocess("-W", "error", "-p", "no:cacheprovider", *options)
