"""Launch paths: one for each portfolio that offers a product."""

from __future__ import annotations

from dataclasses import dataclass

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.servicecatalog.launch_constraints import launch_constraint
from mlops_templates.localaws.servicecatalog.lookup import invalid, not_found, product_with_id
from mlops_templates.localaws.servicecatalog.pages import page_of
from mlops_templates.localaws.servicecatalog.service import SERVICE
from mlops_templates.localaws.servicecatalog.state import Constraint, Product, ServiceCatalogState
from mlops_templates.localaws.servicecatalog.tags import tag_list


@dataclass(frozen=True)
class LaunchPath:
    """The way from a portfolio to a product, with its constraint and the tags that come along."""

    id: str
    name: str
    constraint: Constraint | None
    tags: dict[str, str]


def paths_of(call: Call, product: Product) -> list[LaunchPath]:
    state = call.state(ServiceCatalogState)
    portfolios = [state.portfolios[member[0]] for member in state.members if member[1] == product.id]
    return [
        LaunchPath(
            id=f"lpv3-{each.id.removeprefix('port-')}",
            name=each.name,
            constraint=launch_constraint(call, each.id, product.id),
            tags={**each.tags, **product.tags},
        )
        for each in portfolios
    ]


def path_of(call: Call, product: Product, request: Document) -> LaunchPath:
    """The path that a request names, or the only one.

    Raises:
        AwsError: ResourceNotFoundException without any path, InvalidParametersException when one must be chosen.
    """
    paths = paths_of(call, product)
    if not paths:
        raise not_found(f"No launch paths found for resource: {product.id}")
    wanted_id, wanted_name = request.get("PathId"), request.get("PathName")
    if wanted_id and wanted_name:
        raise invalid("Specify either PathId or PathName, but not both")
    if wanted_id or wanted_name:
        chosen = [path for path in paths if path.id == wanted_id or path.name == wanted_name]
        if not chosen:
            raise not_found(f"Launch path {wanted_id or wanted_name} not found for resource: {product.id}")
        return chosen[0]
    if len(paths) > 1:
        raise invalid(f"There is more than one launch path for resource: {product.id}. Specify a PathId.")
    return paths[0]


@SERVICE.action
def list_launch_paths(call: Call, request: Document) -> Document:
    product = product_with_id(call, request["ProductId"])
    items, token = page_of(paths_of(call, product), request)
    return {"LaunchPathSummaries": [_summary(path) for path in items], "NextPageToken": token}


def constraint_summaries(path: LaunchPath) -> list[Document]:
    found = path.constraint
    return [{"Type": found.type, "Description": found.description}] if found else []


def _summary(path: LaunchPath) -> Document:
    return {
        "Id": path.id,
        "Name": path.name,
        "ConstraintSummaries": constraint_summaries(path),
        "Tags": tag_list(path.tags),
    }
