"""A token that changes whenever anything changes that a paper of the process could say.

Tables that only grow are asked for their newest row; of all others every value goes in, but for the
large ones that never change behind a key. Tables of no process (the register of evidence) are
asked for their newest row. So asking costs a few dozen small queries instead of composing.
"""

import hashlib
from functools import cache

from django.apps import apps
from django.db.models import Count, Field, ForeignKey, Max, Model

from weitblick import __version__
from weitblick.workshop.models import Process

GROWING = frozenset((
    "trace.Revision", "trace.Link", "voices.Card", "voices.Rating", "voices.Judgement",
    "voices.Attachment", "paper.Passage", "workshop.MeetingChange",
))
"""Tables to which rows are only added; what erasing blanks in them shows in other tables."""
LARGE = {
    "trace.Item": ("text", "detail"), "lab.Run": ("inputs", "result", "input"),
    "paper.SignOff": ("document",), "paper.Version": ("document",), "paper.HouseLogo": ("data",),
}
"""Columns that are left out: their words are in Revision, or a new row has a new key."""
ROOT = "weitblick."


def token(process: Process) -> str:
    """The state of a process in 64 characters."""
    digest = hashlib.sha256(__version__.encode())
    for model, way in _tables():
        rows = model._default_manager.filter(**{way: process.pk}) if way else (
            model._default_manager.all())
        if way and model._meta.label not in GROWING:
            names = [one.attname for one in _columns(model)]
            found: object = list(rows.order_by("pk").values_list(*names))
        else:
            found = rows.aggregate(**_newest(model, counted=bool(way)))
        digest.update(f"{model._meta.label}{found!r}".encode())
    return digest.hexdigest()


def _newest(model: type[Model], *, counted: bool) -> dict[str, Count | Max]:
    asked: dict[str, Count | Max] = {"pk__max": Max("pk")}
    if counted:
        asked["pk__count"] = Count("pk")
        if any(one.name == "at" for one in _columns(model)):
            asked["at__max"] = Max("at")
    return asked


def _columns(model: type[Model]) -> list[Field]:  # type: ignore[type-arg]
    left_out = LARGE.get(model._meta.label, ())
    return [one for one in model._meta.concrete_fields if one.name not in left_out]


@cache
def _tables() -> tuple[tuple[type[Model], str], ...]:
    """Every table of ours with the way to its process; "" where there is none."""
    models = [one for one in apps.get_models(include_auto_created=True)
              if one.__module__.startswith(ROOT)]
    return tuple((one, _way(one)) for one in models)


def _way(model: type[Model]) -> str:
    """The shortest way over foreign keys that are always set, else over any: "meeting__process"."""
    if model is Process:
        return "pk"
    for nullable in (False, True):
        seen: set[type[Model]] = {model}
        ways: list[tuple[tuple[str, ...], type[Model]]] = [((), model)]
        while ways:
            way, here = ways.pop(0)
            for key in _keys(here, nullable):
                target = key.related_model
                if target is Process:
                    return "__".join((*way, key.name))
                if target not in seen:
                    seen.add(target)
                    ways.append(((*way, key.name), target))
    return ""


def _keys(model: type[Model], nullable: bool) -> list[ForeignKey]:  # type: ignore[type-arg]
    return [one for one in model._meta.concrete_fields
            if isinstance(one, ForeignKey) and (nullable or not one.null)
            and one.related_model.__module__.startswith(ROOT)]
