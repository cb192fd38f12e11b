"""What was under way when the server ended: each service ends it, in AWS's words, or goes on with it."""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING

from mlops_templates.localaws.keeping.changes import part_of

if TYPE_CHECKING:
    from mlops_templates.localaws.world import World

logger = logging.getLogger(__name__)

ROOMS = {
    "codecommit": "codecommit.resumption",
    "codebuild": "codebuild.resumption",
    "sagemaker": "sagemaker.resumption",
    "codepipeline": "codepipeline.resumption",
    "workflows": "workflows.resumption",  # before a push that was not told of starts a new run
    "codeconnections": "codeconnections.resumption",  # a push may start a pipeline, which then is not taken up as well
    "cloudformation": "cloudformation.resumption",
    "servicecatalog": "servicecatalog.resumption",
    "stepfunctions": "stepfunctions.resumption",
    "scheduler": "scheduler.resumption",
}
"""The module with `resume(call)` of every service that has work under way; those whose work others wait for first."""


def resume(world: World) -> None:
    """Leave nothing in progress at which nobody is at work. The server answers already."""
    from mlops_templates.localaws.call import Call

    package = __package__.rpartition(".")[0]
    for part, module in ROOMS.items():
        places = {(account, region) for kind, account, region in list(world.states) if part_of(kind) == part}
        for account, region in sorted(places):
            call = Call(world, account, region, world.sessions.of_root(account, region))
            try:
                with world.changes.to([part]):
                    importlib.import_module(f"{package}.{module}").resume(call)
            except Exception:  # everything else can be used none the less
                logger.exception("what was under way in %s could not be taken up", part)
