"""A case over its diagrams: where it stands, what it passed, who did what when, what came back."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.path import CasePath, path_of
from onegrid.cases.replay import Place
from onegrid.catalog import selectors as catalog
from onegrid.catalog.drawings import Drawing, called_from
from onegrid.common.errors import NotFound
from onegrid.web.layers.people import People, people_of
from onegrid.web.layers.shape import SIGNS, listed, shape, stamp
from onegrid.web.layers.visits import Visits

_TIMED = ("Event", "Task", "callActivity", "subProcess")
_QUIET = ("scriptTask", "businessRuleTask")


def case_layer(case: Case, process: str, address: str) -> dict[str, Any]:
    """Of one process of the case; NotFound where its version has no such process. `address`: of this data."""
    path = path_of(case)
    drawing = path.drawings.get(process or path.root)
    if drawing is None:
        raise NotFound("catalog.version_not_found")
    return shape(
        drawing,
        title=" · ".join(part for part in (case.number, case.title) if part),
        layer="case",
        nodes=_Nodes(case, path, drawing).all(),
        flows={flow: count for (of, flow), count in path.trail.flows.items() if of == drawing.process},
        processes=_tabs(path, address),
        notes=_notes(path, drawing),
        file_name=f"{case.number}-{drawing.process}",
    )


def _tabs(path: CasePath, address: str) -> list[dict[str, Any]]:
    here = {one.process for one in path.standing}
    passed = set(path.trail.processes)
    found = []
    for process in called_from(path.drawings, path.root):
        state, word = "ahead", _("not entered")
        if process in passed:
            state, word = "passed", _("passed")
        if process in here:
            state, word = "here", _("stands here")
        name = path.drawings[process].name
        found.append({"id": process, "name": name, "url": f"{address}?process={process}", "state": state, "word": word})
    return found


def _notes(path: CasePath, drawing: Drawing) -> list[str]:
    """What is not known is said, not drawn."""
    unclear = [
        drawing.nodes[element].name or element
        for process, element in sorted(path.trail.unknown)
        if process == drawing.process and element in drawing.nodes
    ]
    notes = []
    if any(count > 1 for (process, _flow), count in path.trail.flows.items() if process == drawing.process):
        notes.append(_("A thicker way was taken more than once."))
    if unclear:
        said = _("Several ways can have led to %(names)s; which one is not recorded.")
        notes.append(said % {"names": listed(unclear)})
    return notes


class _Nodes:
    """The nodes of one process of one case."""

    def __init__(self, case: Case, path: CasePath, drawing: Drawing) -> None:
        self._path, self._drawing = path, drawing
        self._items: dict[Place, list[WorkItem]] = defaultdict(list)
        for item in path.items:
            self._items[item.process, item.element].append(item)
        self._standing: dict[str, list[str]] = defaultdict(list)
        for one in path.standing:
            if one.process == drawing.process:
                self._standing[one.element].append(one.kind)
        passes = [one for found in path.trail.passed.values() for one in found]
        self._people: People = people_of([one.person_id for one in passes], [one.post_id for one in passes])
        self._visits = Visits(catalog.spec_of(case.version_id), path, self._people)

    def all(self) -> dict[str, dict[str, Any]]:
        """By element; only those that the case has reached."""
        reached = {element for process, element in self._path.trail.arrived if process == self._drawing.process}
        reached |= self._standing.keys() & self._drawing.nodes.keys()
        return {element: self._node(element) for element in sorted(reached)}

    def _node(self, element: str) -> dict[str, Any]:
        place = (self._drawing.process, element)
        drawn = self._drawing.nodes.get(element)
        signs = self._signs(place, drawn.kind if drawn else "")
        return {
            "name": drawn.name if drawn else element,
            "sign": next(sign for sign in SIGNS if sign in signs),
            "signs": sorted(signs, key=SIGNS.index),
            "count": self._path.trail.arrived[place],
            "lines": self._lines(place, drawn.kind if drawn else ""),
            "visits": self._visits.of(place, drawn.kind if drawn else ""),
            "opens": drawn.calls if drawn and drawn.calls in self._path.drawings else "",
        }

    def _signs(self, place: Place, kind: str) -> set[str]:
        element = place[1]
        signs = set()
        standing = self._standing.get(element, [])
        if "incident" in standing:
            signs.add("incident")
        if standing and kind != "boundaryEvent":
            signs.add("here")
        if self._path.trail.sent_back[place] or self._is_sent_back_inside(element):
            signs.add("back")
        if self._path.trail.passed.get(place):
            signs.add("passed")
        return signs or {"withdrawn"}

    def _is_sent_back_inside(self, element: str) -> bool:
        """A call shows what somebody sent back in the process that it calls."""
        drawn = self._drawing.nodes.get(element)
        called = drawn.calls if drawn is not None else ""
        return bool(called) and any(process == called for process, _element in self._path.trail.sent_back)

    def _lines(self, place: Place, kind: str) -> list[str]:
        """Who and when, short enough for the node itself."""
        items = self._items[place]
        if opened := [item for item in items if item.status == WorkItem.Status.OPEN]:
            holders = dict.fromkeys(item.owner.name if item.owner else item.unit.name for item in opened)
            return [_short(list(holders)), stamp(opened[0].opened_at)]
        done = [item for item in items if item.done_by is not None and item.done_at is not None]
        if done:
            last = [item for item in done if item.round == done[-1].round]
            names = dict.fromkeys(item.done_by.name for item in last if item.done_by)
            return [_short(list(names)), stamp(last[-1].done_at or last[-1].opened_at)]
        passes = self._path.trail.passed.get(place)
        if passes and kind.endswith(_TIMED) and kind not in _QUIET:
            return [stamp(passes[-1].at)]
        return []


def _short(names: list[str]) -> str:
    if len(names) <= 2:
        return listed(names)
    return _("%(name)s and %(n)d more") % {"name": names[0], "n": len(names) - 1}
