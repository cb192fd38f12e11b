"""Our cfn-lint rules: `cfn-lint -a mlops_templates.policy`. Add a rule: add its file, then its line here."""

from mlops_templates.policy.access_temporary import AccessTemporary
from mlops_templates.policy.action_spelled import ActionSpelled
from mlops_templates.policy.artifacts_encrypted import ArtifactsEncrypted
from mlops_templates.policy.bucket_encrypted import BucketEncrypted
from mlops_templates.policy.bucket_private import BucketPrivate
from mlops_templates.policy.bucket_tls_only import BucketTlsOnly
from mlops_templates.policy.bucket_versioned import BucketVersioned
from mlops_templates.policy.build_encrypted import BuildEncrypted
from mlops_templates.policy.build_ends import BuildEnds
from mlops_templates.policy.build_privileged import BuildPrivileged
from mlops_templates.policy.build_secretless import BuildSecretless
from mlops_templates.policy.end_of_life import EndOfLife
from mlops_templates.policy.end_of_life_near import EndOfLifeNear
from mlops_templates.policy.endpoint_guarded import EndpointGuarded
from mlops_templates.policy.event_kept import EventKept
from mlops_templates.policy.key_rotated import KeyRotated
from mlops_templates.policy.log_encrypted import LogEncrypted
from mlops_templates.policy.log_ends import LogEnds
from mlops_templates.policy.messages_encrypted import MessagesEncrypted
from mlops_templates.policy.name_budget import NameBudget
from mlops_templates.policy.name_unique import NameUnique
from mlops_templates.policy.network_closed import NetworkClosed
from mlops_templates.policy.nothing_hard_coded import NothingHardCoded
from mlops_templates.policy.parameter_explained import ParameterExplained
from mlops_templates.policy.parameter_grouped import ParameterGrouped
from mlops_templates.policy.parameter_optional import ParameterOptional
from mlops_templates.policy.pass_role_service import PassRoleService
from mlops_templates.policy.pipeline_current import PipelineCurrent
from mlops_templates.policy.pipeline_supersedes import PipelineSupersedes
from mlops_templates.policy.policy_narrow import PolicyNarrow
from mlops_templates.policy.principal_named import PrincipalNamed
from mlops_templates.policy.production_approved import ProductionApproved
from mlops_templates.policy.production_rolls_back import ProductionRollsBack
from mlops_templates.policy.resource_named import ResourceNamed
from mlops_templates.policy.role_boundary import RoleBoundary
from mlops_templates.policy.stateful_retained import StatefulRetained
from mlops_templates.policy.studio_contract import StudioContract
from mlops_templates.policy.tags_agree import TagsAgree
from mlops_templates.policy.trust_bound import TrustBound
from mlops_templates.policy.undelivered_watched import UndeliveredWatched
from mlops_templates.policy.uploads_ended import UploadsEnded

__all__ = [
    "AccessTemporary",
    "ActionSpelled",
    "ArtifactsEncrypted",
    "BucketEncrypted",
    "BucketPrivate",
    "BucketTlsOnly",
    "BucketVersioned",
    "BuildEncrypted",
    "BuildEnds",
    "BuildPrivileged",
    "BuildSecretless",
    "EndOfLife",
    "EndOfLifeNear",
    "EndpointGuarded",
    "EventKept",
    "KeyRotated",
    "LogEncrypted",
    "LogEnds",
    "MessagesEncrypted",
    "NameBudget",
    "NameUnique",
    "NetworkClosed",
    "NothingHardCoded",
    "ParameterExplained",
    "ParameterGrouped",
    "ParameterOptional",
    "PassRoleService",
    "PipelineCurrent",
    "PipelineSupersedes",
    "PolicyNarrow",
    "PrincipalNamed",
    "ProductionApproved",
    "ProductionRollsBack",
    "ResourceNamed",
    "RoleBoundary",
    "StatefulRetained",
    "StudioContract",
    "TagsAgree",
    "TrustBound",
    "UndeliveredWatched",
    "UploadsEnded",
]
