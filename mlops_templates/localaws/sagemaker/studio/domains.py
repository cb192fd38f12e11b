"""Domains."""

from __future__ import annotations

import secrets
import string

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.errors import not_emulated
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import in_use
from mlops_templates.localaws.sagemaker.service import SERVICE
from mlops_templates.localaws.sagemaker.studio import home
from mlops_templates.localaws.sagemaker.studio.rules import check_domain
from mlops_templates.localaws.sagemaker.studio.state import Domain, StudioState, domain_of

_LETTERS = string.ascii_lowercase + string.digits
_KEPT = (
    "AppNetworkAccessType",
    "AppSecurityGroupManagement",
    "AuthMode",
    "DefaultSpaceSettings",
    "DefaultUserSettings",
    "DomainSettings",
    "KmsKeyId",
    "SubnetIds",
    "TagPropagation",
    "VpcId",
)
_CHANGED = (
    "AppNetworkAccessType",
    "AppSecurityGroupManagement",
    "DefaultSpaceSettings",
    "DefaultUserSettings",
    "SubnetIds",
    "TagPropagation",
    "VpcId",
)


@SERVICE.action
def create_domain(call: Call, request: Document) -> Document:
    """With the file system of its home directories."""
    if request["AuthMode"] != "IAM":
        raise not_emulated(f"sagemaker:CreateDomain AuthMode {request['AuthMode']}")
    state, name, moment = call.state(StudioState), request["DomainName"], now()
    settings = {"AppNetworkAccessType": "PublicInternetOnly", "TagPropagation": "DISABLED"}
    settings |= {key: request[key] for key in _KEPT if key in request}
    check_domain(call, settings, "creating")
    with call.world.lock:
        if any(each.name == name for each in state.domains.values()):
            raise in_use(f"Domain with name [{name}] already exists.")
        id_ = f"d-{''.join(secrets.choice(_LETTERS) for _ in range(12))}"
        arn = call.arn("sagemaker", f"domain/{id_}")
        tags.register(call, arn, request.get("Tags"))
        domain = Domain(id_, name, arn, home.new_file_system(), settings, moment, moment)
        home.mount(call, id_, domain.file_system, settings)
        state.domains[id_] = domain
    return {"DomainArn": arn, "DomainId": id_, "Url": _url(call, id_)}


@SERVICE.action
def describe_domain(call: Call, request: Document) -> Document:
    domain = domain_of(call, request["DomainId"])
    return {
        **domain.settings,
        "DomainArn": domain.arn,
        "DomainId": domain.id,
        "DomainName": domain.name,
        "HomeEfsFileSystemId": domain.file_system,
        "Status": "InService",
        "Url": _url(call, domain.id),
        "CreationTime": domain.created,
        "LastModifiedTime": domain.modified,
    }


@SERVICE.action
def update_domain(call: Call, request: Document) -> Document:
    """Subnets can be changed as long as nobody has an app, and nobody has one here."""
    domain = domain_of(call, request["DomainId"])
    if request.get("VpcId", domain.settings.get("VpcId")) != domain.settings.get("VpcId"):
        raise not_emulated("sagemaker:UpdateDomain VpcId of another network")
    settings = {**domain.settings, **{key: request[key] for key in _CHANGED if key in request}}
    if more := request.get("DomainSettingsForUpdate"):
        settings["DomainSettings"] = {**settings.get("DomainSettings", {}), **more}
    check_domain(call, settings, "updating")
    with call.world.lock:
        home.move(call, domain.file_system, domain.settings.get("SubnetIds", []), settings.get("SubnetIds", []))
        domain.settings, domain.modified = settings, now()
    return {"DomainArn": domain.arn}


@SERVICE.action
def delete_domain(call: Call, request: Document) -> Document:
    """The home directories stay, and with them their network, unless the request says otherwise."""
    domain, state = domain_of(call, request["DomainId"]), call.state(StudioState)
    policy = (request.get("RetentionPolicy") or {}).get("HomeEfsFileSystem", "Retain")
    with call.world.lock:
        if domain.profiles:
            raise in_use(f"Unable to delete Domain [{domain.arn}] because UserProfile(s) are associated with it.")
        if policy == "Retain":
            state.kept.append(domain.file_system)
        else:
            home.unmount(call, domain.file_system)
        tags.forget(call, domain.arn)
        del state.domains[domain.id]
    return {}


@SERVICE.action
def list_domains(call: Call, request: Document) -> Document:
    domains = sorted(call.state(StudioState).domains.values(), key=lambda each: each.created)
    shown, token = page(domains, request, default=10)
    return {"Domains": [_summary(call, domain) for domain in shown], "NextToken": token}


def _summary(call: Call, domain: Domain) -> Document:
    return {
        "DomainArn": domain.arn,
        "DomainId": domain.id,
        "DomainName": domain.name,
        "Status": "InService",
        "CreationTime": domain.created,
        "LastModifiedTime": domain.modified,
        "Url": _url(call, domain.id),
    }


def _url(call: Call, id_: str) -> str:
    return f"https://{id_}.studio.{call.region}.sagemaker.aws"
