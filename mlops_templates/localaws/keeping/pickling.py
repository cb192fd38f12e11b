"""Snapshots as bytes: pickles in which what is of this process or this place is written in a way that lasts."""

from __future__ import annotations

import functools
import io
import pickle
import threading
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from mlops_templates.localaws.keeping.store import Store

_LOCKS = {type(threading.Lock()): threading.Lock, type(threading.RLock()): threading.RLock}
_DIGEST = "_kept_digest"
"""An attribute of an S3 object whose content is on disk already. Contents never change."""

_reading: ContextVar[Store] = ContextVar("reading")

Reduced = tuple[Callable[..., Any], tuple[Any, ...]]


def dumps(value: object, store: Store) -> bytes:
    """The value as bytes; the contents of its S3 objects go to the store."""
    target = io.BytesIO()
    _Writer(target, store).dump(value)
    return target.getvalue()


def loads(data: bytes, store: Store) -> Any:
    """The value again. Only what this program wrote is read: the store has checked its digest."""
    token = _reading.set(store)
    try:
        return pickle.loads(data)  # noqa: S301 - written by this program, into a folder of the person's own
    finally:
        _reading.reset(token)


def settle(key: Any, store: Store) -> str:
    """Have the content of an S3 object on disk and give its digest; empty for one that was disposed of."""
    found: str | None = vars(key).get(_DIGEST)
    if found is None:
        try:
            found = store.put_object(key.value)
        except ValueError:  # the buffer is closed
            found = ""
        vars(key)[_DIGEST] = found
    return found


class _Writer(pickle.Pickler):
    def __init__(self, target: io.BytesIO, store: Store) -> None:
        super().__init__(target, protocol=5)
        self._store = store

    def reducer_override(self, value: Any) -> Any:
        """Called for everything but plain values and containers; NotImplemented leaves it to pickle."""
        kind: Any = type(value)
        reduce = _reducer(kind)
        return reduce(value, self._store) if reduce else NotImplemented


@functools.cache
def _reducer(kind: type) -> Callable[[Any, Store], Any] | None:
    """How values of a class are written; None: as pickle does it."""
    if kind in _LOCKS:
        return lambda lock, store: (_LOCKS[kind], ())
    if kind is threading.Condition:
        return lambda condition, store: (threading.Condition, ())
    if issubclass(kind, Path):
        return _reduced_path
    if (kind.__module__, kind.__name__) == ("moto.s3.models", "FakeKey"):
        return _reduced_object
    if (kind.__module__, kind.__name__) == ("moto.s3.utils", "_VersionedKeyStore"):
        return lambda keys, store: (_versions, (kind, dict(keys)))  # its items() are the newest versions only
    if kind.__module__.startswith("cryptography.") and hasattr(kind, "private_bytes"):
        return lambda key, store: (_private_key, (_der(key),))
    return None


def _reduced_path(path: Path, store: Store) -> Any:
    inside = path.is_relative_to(store.state)
    return (_placed, (str(path.relative_to(store.state)),)) if inside else NotImplemented


def _reduced_object(key: Any, store: Store) -> Any:
    digest, state = settle(key, store), vars(key).copy()
    for name in ("_value_buffer", "lock", _DIGEST):
        del state[name]
    return _object, (type(key), state, digest)


def _placed(path: str) -> Path:
    return _reading.get().state / path


def _object(kind: Any, state: dict[str, Any], digest: str) -> Any:
    made: Any = kind.__new__(kind)
    made.disposed = True  # until it is whole, nobody need dispose of it
    content = _reading.get().object(digest) if digest else b""
    made.__setstate__({**state, "value": content})
    vars(made)[_DIGEST] = digest
    return made


def _versions(kind: Any, lists: dict[str, Any]) -> Any:
    made = kind()
    dict.update(made, lists)
    return made


def _der(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    data: bytes = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return data


@functools.cache
def _private_key(data: bytes) -> Any:
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    return load_der_private_key(data, None)
