"""Endpoints after a restart: their servers are started again."""

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.interruption import INTERRUPTED
from mlops_templates.localaws.sagemaker.hosting import deployment
from mlops_templates.localaws.sagemaker.hosting.records import HostingState


def resume(call: Call) -> None:
    """What served serves again, with `Updating` for the time until then; what was begun goes on.

    An update that was under way has failed, as an update does: the configuration before it goes on serving.
    """
    for endpoint in list(call.state(HostingState).endpoints.values()):
        name = f"endpoint {endpoint.name} of the server before"
        if endpoint.status == "Creating":
            call.world.spawn(name, deployment.create, call, endpoint)
        elif endpoint.status == "Deleting":
            call.world.spawn(name, deployment.delete, call, endpoint)
        elif endpoint.status in ("InService", "Updating", "RollingBack"):
            reason = INTERRUPTED if endpoint.status != "InService" else endpoint.failure_reason
            endpoint.status, endpoint.pending = "Updating", None
            call.world.spawn(name, deployment.serve_again, call, endpoint, reason)
