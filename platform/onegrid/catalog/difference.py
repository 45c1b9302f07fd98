"""What a draft changes: files, lines of text, and of a drawing the elements by id, with what of them changed."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.problems import ModelError
from onegrid.engine.read import read

Change = Literal["added", "removed", "changed"]
_LINES = 400
_BETWEEN = frozenset({"incoming", "outgoing", "flowNodeRef"})  # said by the flows and lanes themselves


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs. lines: of a unified difference; `is_cut` where there are more of them."""

    name: str
    change: Change
    lines: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class ElementChange:
    """An element of the drawing. kind: BPMN's word. parts: of a changed one, which of its parts differ."""

    id: str
    kind: str
    name: str
    change: Change
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawingChange:
    """elements: in the order of the file. is_moved: something was only drawn elsewhere. is_readable: both could be."""

    elements: tuple[ElementChange, ...] = ()
    is_moved: bool = False
    is_readable: bool = True


def of_files(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """In the order of the names."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return tuple(_file(name, before.get(name), after.get(name)) for name in names)


def of_drawing(before: bytes, after: bytes) -> DrawingChange:
    """Element by element; a drawing that cannot be read is compared by nobody."""
    try:
        old, new = read(before).root if before else None, read(after).root
    except ModelError:
        return DrawingChange(is_readable=False)
    was, now = _elements(old) if old is not None else {}, _elements(new)
    found = tuple(_changes(was, now))
    is_moved = old is not None and _drawn(old) != _drawn(new)
    return DrawingChange(found, is_moved)


def _file(name: str, before: bytes | None, after: bytes | None) -> FileChange:
    change: Change = "added" if before is None else "removed" if after is None else "changed"
    old, new = ((one or b"").decode(errors="replace").splitlines() for one in (before, after))
    lines = list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]
    return FileChange(name, change, tuple(lines[:_LINES]), len(lines) > _LINES)


def _elements(root: etree._Element) -> dict[str, etree._Element]:
    """Whatever carries an id and is BPMN's own: nodes, flows, lanes, processes, messages."""
    found = (one for one in root.iter(etree.Element) if bpmn.kind(one) and one.get("id"))
    return {one.get("id") or "": one for one in found if bpmn.kind(one) != "definitions"}


def _changes(was: dict[str, etree._Element], now: dict[str, etree._Element]) -> Iterator[ElementChange]:
    for identifier, element in now.items():
        if identifier not in was:
            yield _said(identifier, element, "added")
            continue
        old, new = _parts(was[identifier]), _parts(element)
        parts = tuple(name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name))
        if parts:
            yield _said(identifier, element, "changed", parts)
    for identifier, element in was.items():
        if identifier not in now:
            yield _said(identifier, element, "removed")


def _said(identifier: str, element: etree._Element, change: Change, parts: tuple[str, ...] = ()) -> ElementChange:
    return ElementChange(identifier, bpmn.kind(element), bpmn.label(element), change, parts)


def _parts(element: etree._Element) -> dict[str, str]:
    """What an element says of itself, by part; what has an id of its own speaks for itself."""
    found = {_local(name): str(value) for name, value in element.attrib.items()}
    for child in element.iterchildren(etree.Element):
        inner = child.iterchildren(etree.Element) if bpmn.kind(child) == "extensionElements" else [child]
        for one in inner:
            if bpmn.kind(one) in _BETWEEN or (bpmn.kind(one) and one.get("id")):
                continue
            name = _local(one.tag)
            found[name] = found.get(name, "") + _plain(one)
    return found


def _plain(element: etree._Element) -> str:
    """The same for the same content, however it is indented."""
    inner = "".join(_plain(one) for one in element.iterchildren(etree.Element))
    words = " ".join((element.text or "").split())
    named = " ".join(f"{_local(name)}={value!s}" for name, value in sorted(element.attrib.items()))
    return f"<{_local(element.tag)} {named}>{words}{inner}</>"


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _drawn(root: etree._Element) -> list[str]:
    """Shapes and edges as they are placed."""
    return [_plain(one) for one in root.iterchildren(etree.Element) if _local(one.tag) == "BPMNDiagram"]
