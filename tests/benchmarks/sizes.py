"""P6: what is published is small."""

from __future__ import annotations

import json
from collections.abc import Iterator

from row import Row

from mlops_templates.bundle import shipped_foundation, shipped_template
from mlops_templates.bundle.archive import seed_archive
from mlops_templates.catalog import load_products
from mlops_templates.publish.foundation import FOUNDATIONS
from mlops_templates.synth import chosen_scm, document

LARGEST_KB = 51.2
FIRST_PUBLISH_KB = 2_000.0


def rows() -> Iterator[Row]:
    """The largest project template minified, and all bytes of a first publish, beside their goals."""
    offered = [(product, scm) for product in load_products().values() for scm in product.scms]
    sizes = {
        f"{product.name}.{scm}": len(
            json.dumps(document(product, chosen_scm(product, scm)), separators=(",", ":")).encode()
        )
        for product, scm in offered
    }
    largest = max(sizes, key=lambda name: sizes[name])
    yield Row("P6", f"largest of {len(sizes)} templates, {largest}", sizes[largest] / 1000, LARGEST_KB, "the goal",
              "KB", "at most 1x")  # fmt: skip
    seeds = {seed.name for product, _ in offered for seed in product.seeds}
    published = sum(len(seed_archive(name)) for name in seeds)
    published += sum(len(shipped_template(product, scm).encode()) for product, scm in offered)
    published += sum(len(shipped_foundation(foundation.file_name).encode()) for foundation in FOUNDATIONS)
    yield Row("P6", f"first publish of all {len(sizes)}, with {len(seeds)} seeds and {len(FOUNDATIONS)} foundations",
              published / 1000, FIRST_PUBLISH_KB, "the goal", "KB", "at most 1x")  # fmt: skip
