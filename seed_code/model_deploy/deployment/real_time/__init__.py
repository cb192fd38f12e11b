"""Real-time deployment: an endpoint per stage, and what stands around it."""

from deployment.real_time.rendering import render
from deployment.real_time.settings import read

__all__ = ["read", "render"]
