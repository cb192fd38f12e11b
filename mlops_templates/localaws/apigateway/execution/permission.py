"""Whether a caller may invoke a method: its own policies and that of the API decide.

Of a private API a request counts as one that came through its first VPC endpoint.
"""

from mlops_templates.localaws.apigateway.execution.address import Called
from mlops_templates.localaws.authorization.asking import keys
from mlops_templates.localaws.authorization.asking.place import Place
from mlops_templates.localaws.authorization.decision import Policies, Question, Refusal, decide
from mlops_templates.localaws.authorization.held import entities
from mlops_templates.localaws.authorization.policy import parse
from mlops_templates.localaws.authorization.principals import Caller

ACTION = "execute-api:Invoke"
ANONYMOUS = Caller("anonymous", "")


def refusal(called: Called, caller: Caller, resource: str) -> Refusal | None:
    """Why a call is refused; None when it is not."""
    text = called.deployment.policy
    if caller.is_root or (caller == ANONYMOUS and not text):
        return None
    endpoints = called.api.document.get("endpointConfiguration", {}).get("vpcEndpointIds") or []
    context = {
        **keys.of_caller(caller, Place(called.account, called.region)),
        "aws:resourceaccount": (called.account,),
        **({"aws:sourcevpce": (endpoints[0],)} if endpoints else {}),
    }
    known = caller != ANONYMOUS
    policies = Policies(
        identity=entities.identity_policies(caller) if known else (),
        boundary=entities.boundary(caller) if known else None,
        session=parse(caller.session_policy) if caller.session_policy else None,
        resource=parse(text) if text else None,
        resource_account=called.account,
    )
    return decide(Question(caller, ACTION, resource, context), policies)
