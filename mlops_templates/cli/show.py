"""`show`: what a product makes, in words, as JSON, as its template, or as a diagram."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from mlops_templates.catalog import find_product
from mlops_templates.cli.ls import as_json

if TYPE_CHECKING:
    from mlops_templates.model import Product
    from mlops_templates.synth.description import TemplateDescription


@click.command("show", epilog="Exit codes: 0 shown; 2 no such product.")
@click.argument("product", metavar="PRODUCT")
@click.option("--scm", help="Source-code provider of the projects. Default: the product's first.")
@click.option(
    "--output",
    type=click.Choice(["text", "json", "yaml", "mermaid"]),
    default="text",
    show_default=True,
    help="text and json describe the product, yaml is its template, mermaid its diagram.",
)
def command(product: str, scm: str | None, output: str) -> None:
    """Describe a product: its form, its resources, its pipelines, and what deleting a project leaves.

    Example: mlops-templates show repeatable-real-time --output mermaid
    """
    from mlops_templates.synth import chosen_scm, document, synthesize
    from mlops_templates.synth.description import describe
    from mlops_templates.synth.diagram import mermaid

    chosen = find_product(product)
    provider = chosen_scm(chosen, scm or chosen.scms[0])
    if output == "yaml":
        click.echo(synthesize(chosen, provider), nl=False)
    elif output == "mermaid":
        click.echo(mermaid(document(chosen, provider)), nl=False)
    elif output == "json":
        description = describe(document(chosen, provider))
        click.echo(json.dumps({**as_json(chosen), **asdict(description)}, indent=2))
    else:
        click.echo("\n".join(_text(chosen, describe(document(chosen, provider)))))


def _text(product: Product, template: TemplateDescription) -> Iterator[str]:
    yield f"{product.title} ({product.name}, phase {product.phase})"
    yield product.description
    yield "\nForm"
    for parameter in template.parameters:
        yield f"  {parameter.name}{' (optional)' if parameter.default is not None else ''}: {parameter.description}"
    if template.pipelines:
        yield "\nPipelines"
    for pipeline in template.pipelines:
        stages = (f"{stage.name} ({', '.join(stage.actions)})" for stage in pipeline.stages)
        yield f"  {pipeline.identifier}: {' > '.join(stages)}"
    yield "\nResources"
    for kind, identifiers in template.resources.items():
        yield f"  {kind}: {', '.join(identifiers)}"
    yield "\nOutputs"
    yield from (f"  {name}: {description}" for name, description in template.outputs.items())
    yield "\nDeleting a project leaves"
    yield from (f"  {identifier}" for identifier in template.retained)
