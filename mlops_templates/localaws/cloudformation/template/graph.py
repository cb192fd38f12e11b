"""The order in which resources are made."""

from collections.abc import Iterable, Mapping

from mlops_templates.localaws.cloudformation.template.refusal import invalid


def in_order(dependencies: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Every name after all it depends on; otherwise in the order given.

    Raises:
        AwsError: `ValidationError` naming the members of a circle.
    """
    waiting = {name: set(needs) & set(dependencies) for name, needs in dependencies.items()}
    done: list[str] = []
    while waiting:
        ready = [name for name, needs in waiting.items() if not needs]
        if not ready:
            circle = ", ".join(sorted(_in_circles(waiting)))
            raise invalid(f"Circular dependency between resources: [{circle}]")
        for name in ready:
            del waiting[name]
        for needs in waiting.values():
            needs.difference_update(ready)
        done += ready
    return tuple(done)


def _in_circles(waiting: Mapping[str, set[str]]) -> set[str]:
    """Drops what only waits for a circle without being part of it."""
    members = set(waiting)
    while outside := {name for name in members if not any(name in waiting[other] for other in members)}:
        members -= outside
    return members
