"""The one shape of the data behind every diagram (read by platform/frontend/src/diagram/data.ts)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from onegrid.catalog.drawings import Drawing
from onegrid.common import clock
from onegrid.web.language import pick

# Signs in the order in which the legend names them; the more telling one wins where a node has several.
SIGNS = ("incident", "here", "error", "warning", "info", "back", "withdrawn", "passed", "standing")


def sign_words() -> dict[str, str]:
    """What each sign says; colour is never alone."""
    return {
        "incident": _("Stopped by a fault"),
        "here": _("Stands here now"),
        "error": _("Must be mended"),
        "warning": _("Look at it"),
        "info": _("Good to know"),
        "back": _("Sent back"),
        "withdrawn": _("Begun, taken back"),
        "passed": _("Passed"),
        "standing": _("Cases here now"),
    }


def shape(
    drawing: Drawing,
    *,
    title: str,
    layer: str,
    nodes: Mapping[str, Mapping[str, Any]] | None = None,
    flows: Mapping[str, int] | None = None,
    processes: Iterable[Mapping[str, Any]] = (),
    problems: Iterable[Mapping[str, Any]] = (),
    notes: Iterable[str] = (),
    file_name: str = "",
) -> dict[str, Any]:
    """Everything that the drawing needs, in the reader's language."""
    nodes = nodes or {}
    used = {node["sign"] for node in nodes.values()} | ({"passed"} if flows else set())
    words = sign_words()
    return {
        "layer": layer,
        "title": title,
        "process": drawing.process,
        "process_name": drawing.name,
        "file_name": file_name or drawing.process,
        "taken": f"{clock.now().astimezone(clock.zone()):%Y-%m-%d %H:%M}",
        "bpmn": drawing.bpmn,
        "nodes": dict(nodes),
        "flows": dict(flows or {}),
        "legend": [{"sign": sign, "word": words[sign]} for sign in SIGNS if sign in used],
        "processes": list(processes),
        "problems": list(problems),
        "notes": list(notes),
    }


def fact(label: str, value: object, *, stored: bool = True) -> dict[str, Any]:
    """One line of a node's panel; stored: what the city keeps, in whatever language."""
    return {"label": label, "value": str(value), "stored": stored}


def listed(names: Iterable[str]) -> str:
    """One after the other, as the reader's language separates them."""
    return pick("、", ", ").join(names)


def stamp(moment: dt.datetime) -> str:
    """Short, and true also on a picture that is looked at next year."""
    here = moment.astimezone(clock.zone())
    same_year = here.year == clock.now().astimezone(clock.zone()).year
    return here.strftime("%m-%d %H:%M" if same_year else "%Y-%m-%d %H:%M")
