"""API Gateway: REST APIs whose methods ask other services, and the door through which they are called.

    CreateRestApi ... PutIntegration --CreateDeployment--> a snapshot --CreateStage--> called

A deployed API is called at `https://API.execute-api.REGION.amazonaws.com/STAGE/PATH`. At this server the same request
is sent with that name as its Host header, or to the path `/_aws/execute-api/API/STAGE/PATH`; either way what is sent is
what is signed. Integrations are those of the SageMaker runtime; mapping templates pass the body on as it is.
"""

import importlib
import pkgutil

from mlops_templates.localaws.apigateway.service import SERVICE

__all__ = ["SERVICE"]

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
