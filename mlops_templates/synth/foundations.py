"""The foundation stacks as text: what products stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mlops_templates.foundations import FOUNDATIONS
from mlops_templates.foundations.assets import FILE_NAME as ASSETS
from mlops_templates.foundations.assets import assets_template
from mlops_templates.foundations.launch_roles import FILE_NAME as LAUNCH_ROLES
from mlops_templates.foundations.launch_roles import launch_roles_template
from mlops_templates.foundations.use_policies import FILE_NAME as USE_POLICIES
from mlops_templates.foundations.use_policies import use_policies_template
from mlops_templates.model import Product
from mlops_templates.synth.chosen_scm import chosen_scm
from mlops_templates.synth.document import document, ordered
from mlops_templates.synth.yaml_text import to_yaml

if TYPE_CHECKING:
    from troposphere import Template

HEADER = "# Generated from mlops_templates/foundations by `mlops-templates synth`: change the code there.\n"

# Those that need not know the products.
MAKERS: dict[str, Callable[[], Template]] = {
    ASSETS: assets_template,
    USE_POLICIES: use_policies_template,
    **dict(FOUNDATIONS),
}


def rendered_foundations(products: Iterable[Product]) -> Iterator[tuple[str, str]]:
    """File name and text of every foundation stack."""
    products = tuple(products)
    for name in (*MAKERS, LAUNCH_ROLES):
        yield name, synthesize_foundation(name, products)


def synthesize_foundation(file_name: str, products: Sequence[Product]) -> str:
    """The stack of that file; the launch roles may do what the resources of these products need."""
    template = _launch_roles(products) if file_name == LAUNCH_ROLES else MAKERS[file_name]()
    return HEADER + to_yaml(ordered(template.to_dict()))


def _launch_roles(products: Sequence[Product]) -> Template:
    return launch_roles_template(
        {product.name: [document(product, chosen_scm(product, name)) for name in product.scms] for product in products}
    )
