"""JSON as the standard has it: no NaN, no key twice. A byte order mark and Windows line ends do no harm."""

import json
from pathlib import Path
from typing import Any


class JsonError(Exception):
    """The file holds no JSON document; the message names the file and the place."""


def read(file: Path) -> Any:
    try:
        return json.loads(text_of(file), object_pairs_hook=unique_keys, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise JsonError(f"{file.name}: is not JSON in {place}: {what_is_wrong(error)}") from None
    except ValueError as error:
        raise JsonError(f"{file.name}: {error}") from None


def text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise JsonError(f"{file.name}: is missing") from None
    except OSError as error:
        raise JsonError(f"{file.name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise JsonError(f"{file.name}: is not UTF-8 text; save it as UTF-8") from None


def what_is_wrong(error: json.JSONDecodeError) -> str:
    before, here = error.doc[: error.pos].rstrip(), error.doc[error.pos :].lstrip()
    if before.endswith(",") and here.startswith(("}", "]")):
        return "the comma before this bracket is one too many"
    return error.msg


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"key given twice: {', '.join(twice)}; keep one")
    return dict(pairs)


def refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is not a number that JSON knows")
