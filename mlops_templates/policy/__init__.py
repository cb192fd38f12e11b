"""Our cfn-lint rules: `cfn-lint -a mlops_templates.policy`. Add a rule: add its file, then its line here."""

from mlops_templates.policy.action_spelled import ActionSpelled
from mlops_templates.policy.bucket_encrypted import BucketEncrypted
from mlops_templates.policy.bucket_private import BucketPrivate
from mlops_templates.policy.bucket_tls_only import BucketTlsOnly
from mlops_templates.policy.end_of_life import EndOfLife
from mlops_templates.policy.event_kept import EventKept
from mlops_templates.policy.name_budget import NameBudget
from mlops_templates.policy.name_unique import NameUnique
from mlops_templates.policy.parameter_explained import ParameterExplained
from mlops_templates.policy.pass_role_service import PassRoleService
from mlops_templates.policy.resource_named import ResourceNamed
from mlops_templates.policy.role_boundary import RoleBoundary
from mlops_templates.policy.stateful_retained import StatefulRetained
from mlops_templates.policy.studio_contract import StudioContract

__all__ = [
    "ActionSpelled",
    "BucketEncrypted",
    "BucketPrivate",
    "BucketTlsOnly",
    "EndOfLife",
    "EventKept",
    "NameBudget",
    "NameUnique",
    "ParameterExplained",
    "PassRoleService",
    "ResourceNamed",
    "RoleBoundary",
    "StatefulRetained",
    "StudioContract",
]
