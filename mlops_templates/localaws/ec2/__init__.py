"""EC2's private networks: VPCs, subnets, route tables, security groups, endpoints, flow logs. Nothing flows in them.

    vpcs.py, subnets.py, route_tables.py, security_groups.py, rules.py, endpoints.py, flow_logs.py (what is asked)
    -> records.py (what there is, found by id) -> interfaces.py (who uses a subnet, so that it cannot go)

An account has no default VPC, and each region three zones. Machines do not exist.
"""

import importlib
import pkgutil

from mlops_templates.localaws.ec2.service import SERVICE

__all__ = ["SERVICE"]

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
