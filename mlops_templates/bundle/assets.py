"""Products to the assets they need: each template and each seed archive once, at a key that names its content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mlops_templates import __version__
from mlops_templates.bundle.archive import seed_archive
from mlops_templates.bundle.shipped import shipped_template
from mlops_templates.data import seed_digest
from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.model import Product
from mlops_templates.naming import seed_key, template_key

SEED_KEY = re.compile(r"seeds/[A-Za-z0-9_.-]+\.zip")


@dataclass(frozen=True)
class Asset:
    """Bytes and the key at which they are published."""

    key: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class BundledTemplate:
    """A product for one source-code provider, as one template."""

    product: Product
    scm: str
    asset: Asset

    @property
    def digest(self) -> str:
        return self.asset.sha256


@dataclass(frozen=True)
class Bundle:
    """Everything that one version of this package publishes."""

    version: str
    templates: tuple[BundledTemplate, ...]
    seeds: tuple[Asset, ...]

    @property
    def assets(self) -> tuple[Asset, ...]:
        return (*self.seeds, *(template.asset for template in self.templates))


def make_bundle(products: Iterable[Product], scm: str) -> Bundle:
    """The products with one source-code provider; a missing seed or a stale template is an error."""
    products = tuple(products)
    seeds = {seed.name for product in products for seed in product.seeds}
    archives = {name: Asset(seed_key(name, seed_digest(name)), seed_archive(name)) for name in sorted(seeds)}
    keys = {asset.key for asset in archives.values()}
    templates = tuple(_bundled(product, scm, keys) for product in products)
    return Bundle(__version__, templates, tuple(archives.values()))


def _bundled(product: Product, scm: str, seed_keys: set[str]) -> BundledTemplate:
    text = shipped_template(product, scm)
    missing = sorted(set(SEED_KEY.findall(text)) - seed_keys)
    if missing:
        raise MlopsTemplatesError(
            f"The template of {product.name} ({scm}) asks for {', '.join(missing)}, which no seed repository has: "
            "the seed changed after the template was written. Run: mlops-templates synth"
        )
    content = text.encode()
    key = template_key(product.name, scm, hashlib.sha256(content).hexdigest()[:16])
    return BundledTemplate(product, scm, Asset(key, content))
