"""Batch deployment of a model version: per stage a pipeline that scores rows, and what starts and watches it."""

from deployment.batch.rendering import render
from deployment.batch.settings import read

__all__ = ["read", "render"]
