"""Reads the instructions of a dockerfile one after the other, over the image that the first one names."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from mlops_templates.localaws.containers.image import Image, Packages
from mlops_templates.localaws.containers.instructions import DockerfileError, Instruction
from mlops_templates.localaws.containers.variables import expand, pairs, split

_PIP = (("pip",), ("pip3",), ("python", "-m", "pip"), ("python3", "-m", "pip"))


@dataclass
class Draft:
    """An image in the making. `copy` and `install` do what takes files; `pull` gives the image of a name."""

    pull: Callable[[str], Image]
    copy: Callable[[Draft, list[str], str], None]
    install: Callable[[Draft, Packages], None]
    given: Mapping[str, str]
    image: Image | None = None
    arguments: dict[str, str] = field(default_factory=dict)

    @property
    def made(self) -> Image:
        if self.image is None:
            raise DockerfileError("no build stage in current context")
        return self.image

    @property
    def known(self) -> dict[str, str]:
        """Variables for what follows: ENV wins over ARG."""
        return {**self.arguments, **(self.image.variables if self.image else {})}


def follow(draft: Draft, instructions: list[Instruction]) -> Image:
    """Do what the instructions say.

    Raises:
        DockerfileError: at the first one that nobody emulates, with its line.
    """
    for each in instructions:
        handler = _HANDLERS.get(each.word)
        if handler is None:
            raise each.refuse(f"{each.word} {each.rest}".strip())
        if draft.image is None and each.word not in ("ARG", "FROM"):
            raise DockerfileError(f"dockerfile:{each.line}: no build stage in current context")
        handler(draft, each)
    return draft.made


def _from(draft: Draft, each: Instruction) -> None:
    words = split(each, expand(each, each.rest, draft.arguments))
    if draft.image is not None:
        raise each.refuse("a second FROM")
    if words and words[0].startswith("--platform="):
        words = words[1:]
    if len(words) not in (1, 3) or (len(words) == 3 and words[1].upper() != "AS"):
        raise each.refuse(f"FROM {each.rest}")
    try:
        draft.image = draft.pull(words[0])
    except DockerfileError as error:
        raise DockerfileError(f"dockerfile:{each.line}: {error}") from None
    draft.arguments = {}  # those before FROM are for FROM alone


def _arg(draft: Draft, each: Instruction) -> None:
    for word in split(each, each.rest):
        name, equals, value = word.partition("=")
        if name in draft.given or equals:
            draft.arguments[name] = draft.given.get(name, expand(each, value, draft.known))


def _env(draft: Draft, each: Instruction) -> None:
    draft.image = replace(draft.made, variables={**draft.made.variables, **pairs(each, draft.known)})


def _label(draft: Draft, each: Instruction) -> None:
    draft.image = replace(draft.made, labels={**draft.made.labels, **pairs(each, draft.known)})


def _workdir(draft: Draft, each: Instruction) -> None:
    draft.image = replace(draft.made, folder=_path(draft, expand(each, each.rest, draft.known)))


def _user(draft: Draft, each: Instruction) -> None:
    draft.image = replace(draft.made, user=expand(each, each.rest, draft.known))


def _expose(draft: Draft, each: Instruction) -> None:
    ports = (port if "/" in port else f"{port}/tcp" for port in split(each, expand(each, each.rest, draft.known)))
    draft.image = replace(draft.made, ports=tuple(dict.fromkeys((*draft.made.ports, *ports))))


def _copy(draft: Draft, each: Instruction) -> None:
    words = _listed(each) or split(each, each.rest)
    options = [word for word in words if word.startswith("--")]
    if refused := [word for word in options if not word.startswith("--chown=")]:
        raise each.refuse(f"COPY {refused[0]}")
    *sources, target = [expand(each, word, draft.known) for word in words if word not in options] or [""]
    if not sources:
        raise DockerfileError(f"dockerfile:{each.line}: COPY requires at least two arguments")
    ends = "/" if target.endswith(("/", ".")) else ""
    try:
        draft.copy(draft, sources, _path(draft, target).rstrip("/") + ends)
    except DockerfileError as error:
        raise DockerfileError(f"dockerfile:{each.line}: {error}") from None


def _run(draft: Draft, each: Instruction) -> None:
    """`pip install`, also several with `&&` between them."""
    for words in _commands(each, draft.known):
        said = next((words[len(pip) :] for pip in _PIP if tuple(words[: len(pip)]) == pip), [])
        if said[:1] != ["install"]:
            raise each.refuse(f"RUN {' '.join(words)} (only pip install is run)")
        try:
            draft.install(draft, Packages(tuple(said[1:]), draft.made.folder))
        except DockerfileError:
            raise
        except Exception as error:
            raise DockerfileError(f"dockerfile:{each.line}: {error}") from error


def _commands(each: Instruction, known: Mapping[str, str]) -> list[list[str]]:
    if listed := _listed(each):
        return [listed]
    lexer = shlex.shlex(expand(each, each.rest, known), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    try:
        for word in lexer:
            if word == "&&":
                commands.append([])
            elif set(word) <= set("();<>|&") or "`" in word or word.startswith("--mount"):
                raise each.refuse(f"RUN with {word}")
            else:
                commands[-1].append(word)
    except ValueError as error:
        raise each.refuse(f"RUN {each.rest} ({error})") from None
    return commands


def _entrypoint(draft: Draft, each: Instruction) -> None:
    """A new ENTRYPOINT forgets the CMD of the base."""
    draft.image = replace(draft.made, entrypoint=tuple(_exec_form(each)), command=())


def _cmd(draft: Draft, each: Instruction) -> None:
    draft.image = replace(draft.made, command=tuple(_exec_form(each)))


def _exec_form(each: Instruction) -> list[str]:
    words = _listed(each)
    if words is None:
        raise each.refuse(f'{each.word} as a line for a shell (write it as ["program", "argument"])')
    return words


def _listed(each: Instruction) -> list[str] | None:
    """The words of the form `["a", "b"]`."""
    try:
        words = json.loads(each.rest)
    except ValueError:
        return None
    return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None


def _path(draft: Draft, path: str) -> str:
    """An absolute path of the image, seen from its folder, without detours."""
    parts: list[str] = []
    for part in (PurePosixPath(draft.made.folder) / path).parts[1:]:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return f"/{'/'.join(parts)}"


_HANDLERS: Mapping[str, Callable[[Draft, Instruction], None]] = {
    "ARG": _arg,
    "CMD": _cmd,
    "COPY": _copy,
    "ENTRYPOINT": _entrypoint,
    "ENV": _env,
    "EXPOSE": _expose,
    "FROM": _from,
    "LABEL": _label,
    "RUN": _run,
    "USER": _user,
    "WORKDIR": _workdir,
}
