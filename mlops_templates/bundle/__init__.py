"""What is published, as bytes: templates and seed archives at keys that name their content."""

from mlops_templates.bundle.assets import Asset, Bundle, BundledTemplate, make_bundle
from mlops_templates.bundle.folder import manifest, write_bundle

__all__ = ["Asset", "Bundle", "BundledTemplate", "make_bundle", "manifest", "write_bundle"]
