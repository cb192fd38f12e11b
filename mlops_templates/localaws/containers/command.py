"""The docker of builds: `login`, `build`, `tag`, `push`, `pull`, `images` and `inspect`, without containers."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from mlops_templates.errors import MlopsTemplatesError
from mlops_templates.localaws.containers.arguments import Options, read
from mlops_templates.localaws.containers.building import Builder
from mlops_templates.localaws.containers.logins import log_in
from mlops_templates.localaws.containers.reference import Reference, parse
from mlops_templates.localaws.containers.registry import registry_of, told
from mlops_templates.localaws.containers.store import Store
from mlops_templates.localaws.environments import job

NO_DAEMON = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"


@dataclass(frozen=True)
class Docker:
    """One call of docker, in the build whose commands are in `bin_folder`."""

    bin_folder: Path

    @property
    def store(self) -> Store:
        return Store(self.bin_folder.parent / "docker")

    @property
    def home(self) -> Path:
        return Path(os.environ.get("HOME", str(self.bin_folder.parent)))

    def login(self, options: Options) -> None:
        host = options.only("a registry").removeprefix("https://")
        password = sys.stdin.read().strip() if options.flag("--password-stdin") else options.value("--password")
        if not log_in(self.home, host, options.value("--username"), password):
            raise MlopsTemplatesError(
                f"Error response from daemon: login attempt to https://{host}/v2/ failed with status: 400 Bad Request"
            )
        say("Login Succeeded")

    def build(self, options: Options) -> None:
        context = Path(options.only("a build context"))
        dockerfile = Path(options.value("--file") or context / "Dockerfile")
        for path in (context, dockerfile):
            if not path.exists():
                raise MlopsTemplatesError(f"failed to read dockerfile: open {path}: no such file or directory")
        arguments = dict(_pair(pair) for pair in options.values("--build-arg"))
        # The job's HOME is its own: the cache of environments is where the recorded variables say.
        variables = job.installer_variables(self.bin_folder, os.environ)
        os.environ["MLOPS_TEMPLATES_CACHE"] = variables["MLOPS_TEMPLATES_CACHE"]
        image = Builder(self.store, self.home, variables).build(dockerfile, context, arguments)
        self.store.name(image.id, image)
        for name in options.values("--tag"):
            self.store.name(_named(_reference(name)), image)
            say(f"naming to {name}")
        say(image.id)

    def tag(self, options: Options) -> None:
        source, target = options.exactly(2)
        image = self.store.find(source)
        if image is None:
            raise MlopsTemplatesError(f"Error response from daemon: No such image: {source}")
        self.store.name(_named(_reference(target)), image)

    def push(self, options: Options) -> None:
        reference = _reference(options.only("an image"))
        image = self.store.find(_named(reference))
        if image is None:
            raise MlopsTemplatesError(
                f"An image does not exist locally with the tag: {reference.host}/{reference.repository}"
            )
        digest = registry_of(reference, self.home, self.store).push(image, reference.tag)
        say(f"{reference.tag}: digest: {digest} size: {len(image.manifest())}")

    def pull(self, options: Options) -> None:
        reference = _reference(options.only("an image"))
        image = registry_of(reference, self.home, self.store).pull(reference.image_id)
        self.store.name(_named(reference), image)
        say(f"Status: Downloaded newer image for {reference.text}")

    def images(self, options: Options) -> None:
        say(f"{'REPOSITORY:TAG':<60} IMAGE ID")
        for name, image_id in sorted(self.store.names().items()):
            if not name.startswith("sha256:"):
                say(f"{name:<60} {image_id.removeprefix('sha256:')[:12]}")

    def inspect(self, options: Options) -> None:
        name = options.only("an image")
        image = self.store.find(name)
        if image is None:
            raise MlopsTemplatesError(f"Error: No such image: {name}")
        say(json.dumps([{"Id": image.id, **json.loads(image.config())}], indent=4))


def main(arguments: Sequence[str]) -> int:
    """`BIN_FOLDER PRIVILEGED WORDS`: what docker does with these words, and its exit status."""
    bin_folder, privileged, words = Path(arguments[0]), arguments[1] == "yes", list(arguments[2:])
    docker = Docker(bin_folder)
    if words[:1] == ["image"]:
        words = [{"ls": "images"}.get(word, word) for word in words[1:2]] + words[2:]
    verbs: dict[str, Callable[[Options], None]] = {
        each.__name__: each
        for each in (docker.login, docker.build, docker.tag, docker.push, docker.pull, docker.images, docker.inspect)
    }
    verb = words[0] if words else ""
    try:
        if verb not in verbs:
            raise MlopsTemplatesError(f"not emulated: docker {' '.join(words)} (known: {', '.join(verbs)})")
        if verb != "login" and not privileged:
            raise MlopsTemplatesError(NO_DAEMON)
        verbs[verb](read(verb, words[1:]))
    except ClientError as error:
        return _fail(told(error))
    except (MlopsTemplatesError, BotoCoreError) as error:
        return _fail(str(error))
    return 0


def _fail(told: str) -> int:
    sys.stderr.write(f"ERROR: {told}\n")
    return 1


def _reference(name: str) -> Reference:
    found = parse(name)
    if found is None:
        raise MlopsTemplatesError(f'invalid argument "{name}": invalid reference format')
    return found


def _named(reference: Reference) -> str:
    """The name with its tag, as the store keeps it."""
    return f"{reference.text.partition('@')[0].removesuffix(f':{reference.tag}')}:{reference.tag}"


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    return name, value if equals else os.environ.get(name, "")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
