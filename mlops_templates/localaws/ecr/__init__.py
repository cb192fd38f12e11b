"""ECR: repositories of container images, their layers on disk, their manifests in the state.

The registry protocol of docker is not spoken: what a registry does, the docker of builds asks of these actions, as the
registry of AWS does for a client.
"""

from mlops_templates.localaws.ecr import images, layers, policies, repositories, tags, tokens
from mlops_templates.localaws.ecr.service import SERVICE

__all__ = ["SERVICE", "images", "layers", "policies", "repositories", "tags", "tokens"]
