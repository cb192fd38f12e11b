"""What is published, as bytes: templates and seed archives at keys that name their content."""

from mlops_templates.bundle.assets import Asset, Bundle, BundledTemplate, make_bundle
from mlops_templates.bundle.chosen import chosen_products
from mlops_templates.bundle.folder import manifest, write_bundle
from mlops_templates.bundle.shipped import shipped_foundation, shipped_template

__all__ = [
    "Asset",
    "Bundle",
    "BundledTemplate",
    "chosen_products",
    "make_bundle",
    "manifest",
    "shipped_foundation",
    "shipped_template",
    "write_bundle",
]
