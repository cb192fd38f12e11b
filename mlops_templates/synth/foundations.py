"""The foundation stacks as text: what products stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mlops_templates.data import seeds_looked_at_once
from mlops_templates.foundations import FOUNDATIONS
from mlops_templates.foundations.assets import FILE_NAME as ASSETS
from mlops_templates.foundations.assets import assets_template
from mlops_templates.foundations.launch_roles import FILE_NAME as LAUNCH_ROLES
from mlops_templates.foundations.launch_roles import launch_roles_template
from mlops_templates.foundations.s3_launch_role import FILE_NAME as S3_LAUNCH_ROLE
from mlops_templates.foundations.s3_launch_role import s3_launch_role_template
from mlops_templates.foundations.use_policies import FILE_NAME as USE_POLICIES
from mlops_templates.foundations.use_policies import use_policies_template
from mlops_templates.model import Product
from mlops_templates.synth.chosen_scm import chosen_scm
from mlops_templates.synth.document import document, ordered
from mlops_templates.synth.plain import plain_template
from mlops_templates.synth.yaml_text import to_yaml

if TYPE_CHECKING:
    from troposphere import Template

Documents = Mapping[str, Iterable[Mapping[str, Any]]]
HEADER = "# Generated from mlops_templates/foundations by `mlops-templates synth`: change the code there.\n"

# Those that need not know the products.
MAKERS: dict[str, Callable[[], Template]] = {
    ASSETS: assets_template,
    USE_POLICIES: use_policies_template,
    **dict(FOUNDATIONS),
}

# Those that may do what the resources of products need.
OF_PRODUCTS: dict[str, Callable[[Documents], Template]] = {
    LAUNCH_ROLES: launch_roles_template,
    S3_LAUNCH_ROLE: s3_launch_role_template,
}


def rendered_foundations(documents: Documents) -> Iterator[tuple[str, str]]:
    """File name and text of every foundation stack, given the templates of each product."""
    for name in (*MAKERS, *OF_PRODUCTS):
        yield name, _text(name, documents)


def synthesize_foundation(file_name: str, products: Sequence[Product]) -> str:
    """The stack of that file; the launch roles may do what the resources of these products need."""
    return _text(file_name, product_documents(products) if file_name in OF_PRODUCTS else {})


def _text(file_name: str, documents: Documents) -> str:
    template = OF_PRODUCTS[file_name](documents) if file_name in OF_PRODUCTS else MAKERS[file_name]()
    return HEADER + to_yaml(ordered(plain_template(template)))


def product_documents(products: Iterable[Product]) -> dict[str, list[dict[str, Any]]]:
    """The templates of each product, one for each of its source-code providers."""
    with seeds_looked_at_once():
        return {
            product.name: [document(product, chosen_scm(product, name)) for name in product.scms]
            for product in products
        }
