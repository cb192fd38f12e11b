"""inference_config/<stage>/*.json: read, check, report every fault at once."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from deployment.errors import DeploymentError
from deployment.project import STAGES

FILE_NAME = "inference_config.json"


def read(folder: Path, schema: Path, file_name: str = FILE_NAME) -> dict[str, dict[str, Any]]:
    """The document of each stage; raises one error that lists the faults of all files.

    `schema` describes both documents side by side: `{"properties": {"staging": {...}, "prod": {...}}}`.
    """
    documents: dict[str, Any] = {}
    faults: list[str] = []
    for stage in STAGES:
        try:
            documents[stage] = _parse(folder / stage / file_name)
        except (OSError, ValueError) as error:
            faults.append(f"{folder / stage / file_name}: {_unreadable(error)}")
    files = {stage: folder / stage / file_name for stage in STAGES}
    faults.extend(sorted(_faults(documents, files, schema)))
    if faults:
        raise DeploymentError("\n".join(faults), exit_status=2)
    return documents


def _parse(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_unique_keys, parse_constant=_no_constant)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"key {', '.join(twice)} is there twice: keep one")
    return dict(pairs)


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not a JSON number: write a number")


def _unreadable(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is missing: each stage has this file; restore it from the repository's history"
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}: is not JSON ({error.msg}): correct the text there"
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8 text: save it as UTF-8"
    return str(error)


def _faults(documents: dict[str, Any], files: dict[str, Path], schema: Path) -> Iterator[str]:
    # Loading the validator takes longer than the rest of this module, and the endpoint tests do without it.
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    for error in validator.iter_errors(documents):
        stage, *keys = (str(part) for part in error.absolute_path)
        for line in _describe(error, keys):
            yield f"{files[stage]}: {line}"


def _describe(error: Any, keys: list[str]) -> Iterator[str]:
    if error.validator == "required":
        # The validator reports each missing key by an error of its own, and names the key in its message only.
        missing = error.message.split("'")[1]
        yield f"{'.'.join([*keys, missing])} is missing: it is required: add it, see inference_config/README.md"
    elif error.validator == "additionalProperties":
        known = sorted(error.schema["properties"])
        for unknown in sorted(set(error.instance) - set(known)):
            value = json.dumps(error.instance[unknown])[:80]
            yield f"{'.'.join([*keys, unknown])} = {value}: is not a known key: {_hint(unknown, known)}"
    else:
        place = f"{'.'.join(keys)} = " if keys else ""
        fix = error.schema.get("description", "see inference_config/README.md")
        yield f"{place}{json.dumps(error.instance)[:80]}: {_rule(error)}: {fix}"


def _hint(unknown: str, known: list[str]) -> str:
    close = get_close_matches(unknown, known, n=1, cutoff=0.7)
    return f"did you mean {close[0]}?" if close else f"known keys are {', '.join(known)}"


def _rule(error: Any) -> str:
    rules = {
        "const": "must be {}",
        "enum": "must be one of {}",
        "not": "must be another one" if error.validator_value else "must not be there",
        "type": "must be of type {}",
        "minimum": "must be at least {}",
        "maximum": "must be at most {}",
        "exclusiveMinimum": "must be more than {}",
        "minItems": "must have at least {} entries",
        "minLength": "must have at least {} characters",
        "maxLength": "must have at most {} characters",
        "pattern": "must match {}",
    }
    allowed = error.validator_value
    text = ", ".join(map(str, allowed)) if isinstance(allowed, list) else json.dumps(allowed).strip('"')
    return rules[error.validator].format(allowed if error.validator == "pattern" else text)
