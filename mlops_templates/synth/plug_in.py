"""Products of other distributions that cannot be synthesised: each is named with the distribution that offers it."""

from __future__ import annotations

import sys
import traceback

from mlops_templates.catalog import offered_by
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Product

LARGEST = 1_000_000
"""Bytes of a template that CloudFormation takes from S3."""


def fault_of_plug_in(product: Product, scm: str, error: Exception | SystemExit) -> MlopsTemplatesError | None:
    """Whose product failed, where and why; None for a product of ours, whose traceback is for us to read."""
    owner = offered_by(product)
    if owner is None:
        return None
    where = _place(product, error)
    reason = str(error) if isinstance(error, MlopsTemplatesError) else f"{type(error).__name__}: {error}{where}"
    return MlopsTemplatesError(f"{owner} offers {product.name!r}, which cannot be built for {scm}: {reason}")


def refuse_too_large(product: Product, text: str) -> None:
    """CloudFormation would refuse it when it is published, or when a project is made of it."""
    size = len(text.encode())
    if size > LARGEST:
        owner = offered_by(product) or "mlops-templates"
        raise MlopsTemplatesError(
            f"{owner} offers {product.name!r}, whose template is too large: {size:,} bytes, CloudFormation takes "
            f"{LARGEST:,}"
        )


def _place(product: Product, error: Exception | SystemExit) -> str:
    """The last line of the product's own file that was run."""
    file = getattr(sys.modules.get(product.build.__module__), "__file__", None)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f" ({file}, line {lines[-1]})" if lines else ""
