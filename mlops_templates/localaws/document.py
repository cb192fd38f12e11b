"""The shape of AWS's requests and answers."""

from typing import Any

Document = dict[str, Any]
"""One JSON-like AWS structure; keys as in the service's API model."""
