"""Code repositories: git repositories that Studio knows by name."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from mlops_templates.localaws.call import Call
from mlops_templates.localaws.document import Document
from mlops_templates.localaws.paging import page
from mlops_templates.localaws.sagemaker import tags
from mlops_templates.localaws.sagemaker.listing import select
from mlops_templates.localaws.sagemaker.moments import now
from mlops_templates.localaws.sagemaker.refusals import invalid
from mlops_templates.localaws.sagemaker.service import SERVICE


@dataclass(frozen=True)
class CodeRepository:
    """One registered git repository."""

    name: str
    arn: str
    git_config: Document
    created: datetime
    modified: datetime


@dataclass
class CodeRepositoryState:
    """All code repositories of an account and region."""

    repositories: dict[str, CodeRepository] = field(default_factory=dict)


@SERVICE.action
def create_code_repository(call: Call, request: Document) -> Document:
    name, state, moment = request["CodeRepositoryName"], call.state(CodeRepositoryState), now()
    arn = call.arn("sagemaker", f"code-repository/{name}")
    with call.world.lock:
        if name in state.repositories:
            raise invalid(f"Cannot create already existing code repository {arn}")
        tags.register(call, arn, request.get("Tags"))
        state.repositories[name] = CodeRepository(name, arn, request["GitConfig"], moment, moment)
    return {"CodeRepositoryArn": arn}


@SERVICE.action
def describe_code_repository(call: Call, request: Document) -> Document:
    return _described(_found(call, request["CodeRepositoryName"]))


@SERVICE.action
def list_code_repositories(call: Call, request: Document) -> Document:
    selected = select(call.state(CodeRepositoryState).repositories.values(), request)
    repositories, token = page(selected, request)
    return {"CodeRepositorySummaryList": [_described(found) for found in repositories], "NextToken": token}


@SERVICE.action
def update_code_repository(call: Call, request: Document) -> Document:
    with call.world.lock:
        old = _found(call, request["CodeRepositoryName"])
        git_config = {**old.git_config, **request.get("GitConfig", {})}
        call.state(CodeRepositoryState).repositories[old.name] = replace(old, git_config=git_config, modified=now())
    return {"CodeRepositoryArn": old.arn}


@SERVICE.action
def delete_code_repository(call: Call, request: Document) -> Document:
    with call.world.lock:
        found = _found(call, request["CodeRepositoryName"])
        del call.state(CodeRepositoryState).repositories[found.name]
        tags.forget(call, found.arn)
    return {}


def _found(call: Call, name: str) -> CodeRepository:
    found = call.state(CodeRepositoryState).repositories.get(name)
    if found is None:
        raise invalid(f"Cannot find Code Repository: {call.arn('sagemaker', f'code-repository/{name}')}")
    return found


def _described(repository: CodeRepository) -> Document:
    return {
        "CodeRepositoryName": repository.name,
        "CodeRepositoryArn": repository.arn,
        "CreationTime": repository.created,
        "LastModifiedTime": repository.modified,
        "GitConfig": repository.git_config,
    }
