"""Templates that are not project templates: what projects stand on and how they are offered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troposphere import Template

# Those that need no products: file name and what makes the template.
FOUNDATIONS: tuple[tuple[str, Callable[[], Template]], ...] = ()
