"""User profiles; and their apps and spaces, of which there are none."""

from __future__ import annotations

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import in_use, invalid, not_found
from mlops_templates.localaws.sagemaker.service import SERVICE
from mlops_templates.localaws.sagemaker.studio.rules import check_settings
from mlops_templates.localaws.sagemaker.studio.state import Profile, StudioState, domain_of


@SERVICE.action
def create_user_profile(call: Call, request: Document) -> Document:
    domain, name, moment = domain_of(call, request["DomainId"]), request["UserProfileName"], now()
    if request.get("SingleSignOnUserIdentifier") or request.get("SingleSignOnUserValue"):
        raise invalid("SingleSignOnUserIdentifier cannot be specified if the Domain's AuthMode is not SSO.")
    settings = request.get("UserSettings") or {}
    check_settings(call, settings, domain.settings.get("VpcId"))
    arn = call.arn("sagemaker", f"user-profile/{domain.id}/{name}")
    with call.world.lock:
        if name in domain.profiles:
            raise in_use(f"UserProfile [{arn}] already exists.")
        tags.register(call, arn, request.get("Tags"))
        domain.profiles[name] = Profile(name, arn, domain.id, settings, moment, moment)
    return {"UserProfileArn": arn}


@SERVICE.action
def describe_user_profile(call: Call, request: Document) -> Document:
    profile = _found(call, request)
    return {**_summary(profile), "UserProfileArn": profile.arn, "UserSettings": profile.settings}


@SERVICE.action
def update_user_profile(call: Call, request: Document) -> Document:
    profile = _found(call, request)
    settings = {**profile.settings, **(request.get("UserSettings") or {})}
    check_settings(call, settings, domain_of(call, profile.domain).settings.get("VpcId"))
    profile.settings, profile.modified = settings, now()
    return {"UserProfileArn": profile.arn}


@SERVICE.action
def delete_user_profile(call: Call, request: Document) -> Document:
    profile = _found(call, request)
    tags.forget(call, profile.arn)
    del domain_of(call, profile.domain).profiles[profile.name]
    return {}


@SERVICE.action
def list_user_profiles(call: Call, request: Document) -> Document:
    domains = call.state(StudioState).domains.values()
    wanted = request.get("DomainIdEquals")
    profiles = [each for domain in domains if wanted in (None, domain.id) for each in domain.profiles.values()]
    asked = {**request, "NameContains": request.get("UserProfileNameContains", "")}
    shown, token = page(select(profiles, asked), request, default=10)
    return {"UserProfiles": [_summary(profile) for profile in shown], "NextToken": token}


@SERVICE.action
def list_apps(call: Call, request: Document) -> Document:
    return {"Apps": []}


@SERVICE.action
def list_spaces(call: Call, request: Document) -> Document:
    return {"Spaces": []}


def _found(call: Call, request: Document) -> Profile:
    domain, name = domain_of(call, request["DomainId"]), request["UserProfileName"]
    if name not in domain.profiles:
        arn = call.arn("sagemaker", f"user-profile/{domain.id}/{name}")
        raise not_found(f"UserProfile [{arn}] does not exist.")
    return domain.profiles[name]


def _summary(profile: Profile) -> Document:
    return {
        "DomainId": profile.domain,
        "UserProfileName": profile.name,
        "Status": "InService",
        "CreationTime": profile.created,
        "LastModifiedTime": profile.modified,
    }
