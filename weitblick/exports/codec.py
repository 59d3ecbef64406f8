"""Frozen dataclasses to plain data and back, strictly: nothing unknown, nothing of a wrong type.

A block says its ``type`` (the class name in snake case), a figure's spec its ``kind``.
Fields that have their default are left out.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from typing import Any, TypeVar

from weitblick.exports.blocks import BLOCKS, DocumentError
from weitblick.exports.specs import SPECS

T = TypeVar("T")


def type_name(block: type) -> str:
    """ "Recommendation" -> "recommendation", for the ``type`` of a block."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", block.__name__).lower()


_BLOCK_TYPES = {type_name(block): block for block in BLOCKS}
_SPEC_TYPES: dict[str, type] = {getattr(spec, "kind"): spec for spec in SPECS}  # noqa: B009


def encode(value: Any) -> Any:
    """Dataclasses become dicts, tuples lists; the rest stays."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        data = {f.name: encode(getattr(value, f.name)) for f in _kept(value)}
        return {"type": type_name(type(value)), **data} if type(value) in BLOCKS else data
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 31 and 31.0 are equal, so their documents are equal bytes
    return value


def _kept(value: Any) -> list[dataclasses.Field[Any]]:
    fields = dataclasses.fields(value)
    tagged = type(value) in SPECS
    return [f for f in fields if (tagged and f.name == "kind") or not _is_default(value, f)]


def _is_default(value: Any, field: dataclasses.Field[Any]) -> bool:
    return bool(getattr(value, field.name) == field.default)


def decode(kind: type[T], data: object, where: str) -> T:
    """One dataclass out of a dict; raises DocumentError naming the field."""
    fields = _dict(data, where)
    hints = typing.get_type_hints(kind)
    known = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for name in fields:
        if name not in known:
            raise DocumentError("unknown-field", where, f'unknown field "{name}"', field=name)
    for name, field in known.items():
        if name not in fields and field.default is dataclasses.MISSING:
            raise DocumentError("missing-field", where, f'field "{name}" is missing', field=name)
    return kind(**{k: _value(hints[k], v, f"{where}.{k}") for k, v in fields.items()})


def _dict(data: object, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise DocumentError("wrong-type", where, "must be an object")
    return data


def _value(hint: Any, data: object, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _tuple(typing.get_args(hint), data, where)
    if origin is typing.Literal:
        return _literal(typing.get_args(hint), data, where)
    if origin in (typing.Union, types.UnionType):
        return _union(typing.get_args(hint), data, where)
    if hint in BLOCKS:
        return _tagged({type_name(hint): hint}, "type", data, where)
    if dataclasses.is_dataclass(hint):
        return decode(typing.cast(type, hint), data, where)
    return _scalar(hint, data, where)


def _tuple(hints: tuple[Any, ...], data: object, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise DocumentError("wrong-type", where, "must be a list")
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_value(hints[0], item, f"{where}[{i}]") for i, item in enumerate(data))
    if len(hints) != len(data):
        raise DocumentError("wrong-length", where, f"must hold {len(hints)} values")
    pairs = zip(hints, data, strict=True)
    return tuple(_value(hint, item, f"{where}[{i}]") for i, (hint, item) in enumerate(pairs))


def _literal(allowed: tuple[Any, ...], data: object, where: str) -> Any:
    if data not in allowed:
        raise DocumentError("unknown-value", where, f"{data!r} is none of {list(allowed)}")
    return data


def _union(hints: tuple[Any, ...], data: object, where: str) -> Any:
    """Blocks by ``type``, specs by ``kind``, Text by its shape, None where it is allowed."""
    if data is None and type(None) in hints:
        return None
    rest = [hint for hint in hints if hint is not type(None)]
    if len(rest) == 1:
        return _value(rest[0], data, where)
    if set(rest) == set(BLOCKS):
        return _tagged(_BLOCK_TYPES, "type", data, where)
    if set(rest) == set(SPECS):
        return _tagged(_SPEC_TYPES, "kind", data, where)
    hint = next((h for h in rest if typing.get_origin(h) is tuple), str)
    return _value(hint if isinstance(data, list) else str, data, where)


def _tagged(known: dict[str, type], tag: str, data: object, where: str) -> Any:
    fields = dict(_dict(data, where))
    name = fields.get(tag)
    if not isinstance(name, str) or name not in known:
        raise DocumentError("unknown-type", where, f'"{tag}" {name!r} is none of {sorted(known)}')
    if tag == "type":
        del fields[tag]
    return decode(known[name], fields, where)


def _scalar(hint: Any, data: object, where: str) -> Any:
    if hint is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if type(data) is not hint:
        raise DocumentError("wrong-type", where, f"must be {hint.__name__}, not {data!r}"[:200])
    return data
