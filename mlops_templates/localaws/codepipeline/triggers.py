"""Triggers of a pipeline of type V2: which pushes to a code provider start it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlops_templates.localaws.codepipeline.globs import Patterns
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import AwsError

PROVIDER = "CodeStarSourceConnection"
MOST_TRIGGERS = 50


@dataclass(frozen=True)
class PushFilter:
    """One alternative; None where nothing is asked."""

    branches: Patterns | None
    tags: Patterns | None
    paths: Patterns | None

    def means(self, reference: str, changed: Sequence[str]) -> bool:
        """Whether a push to a branch or tag that changed these files starts the pipeline."""
        if reference.startswith("refs/tags/"):
            return self.tags is not None and self.tags.mean(reference.removeprefix("refs/tags/"))
        if self.tags is not None:
            return False
        wanted = self.branches is None or self.branches.mean(reference.removeprefix("refs/heads/"))
        return wanted and (self.paths is None or any(self.paths.mean(path) for path in changed))


def connected_sources(definition: Document) -> list[Document]:
    """The source actions that read from a code provider."""
    actions: list[Document] = definition["stages"][0]["actions"]
    return [action for action in actions if action["actionTypeId"]["provider"] == PROVIDER]


def filters_of(definition: Document, action: str) -> list[PushFilter] | None:
    """The filters for a source action; None when no trigger names it."""
    found = [each["gitConfiguration"] for each in definition.get("triggers", []) if _source(each) == action]
    return [_filter(each) for git in found for each in git.get("push", [])] if found else None


def check(definition: Document) -> None:
    """Refuse triggers that AWS refuses.

    Raises:
        AwsError: InvalidStructureException.
    """
    triggers = definition.get("triggers", [])
    if triggers and definition["pipelineType"] != "V2":
        raise _invalid("Triggers can only be used with pipelines of type V2")
    if len(triggers) > MOST_TRIGGERS:
        raise _invalid(f"A pipeline has at most {MOST_TRIGGERS} triggers")
    sources = {action["name"] for action in connected_sources(definition)}
    for trigger in triggers:
        name = _source(trigger)
        if trigger["providerType"] != PROVIDER or name not in sources:
            raise _invalid(f"The trigger for {name} needs a source action of that name with provider {PROVIDER}")
        if not trigger["gitConfiguration"].get("push"):
            raise _invalid(f"The trigger for {name} needs a push or a pullRequest")
    for action in sources:
        for each in filters_of(definition, action) or []:
            if each.tags and (each.branches or each.paths):
                raise _invalid(f"A push filter for {action} has either tags, or branches and filePaths")
            if not (each.tags or each.branches or each.paths):
                raise _invalid(f"A push filter for {action} needs tags, branches or filePaths")


def _source(trigger: Document) -> str:
    return str(trigger["gitConfiguration"]["sourceActionName"])


def _filter(given: Document) -> PushFilter:
    return PushFilter(*(_patterns(given.get(member)) for member in ("branches", "tags", "filePaths")))


def _patterns(given: Document | None) -> Patterns | None:
    return Patterns(given.get("includes", ()), given.get("excludes", ())) if given else None


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidStructureException", message)
