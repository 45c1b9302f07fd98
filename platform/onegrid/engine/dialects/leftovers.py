"""What no translation took: each word is told with the reason, so that nothing of the file is lost in silence."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from onegrid.engine import bpmn, limits
from onegrid.engine.dialects.kept import KEPT, Kept
from onegrid.engine.dialects.vendors import family_of, prefix_of
from onegrid.engine.dialects.words import speaker_of
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

_UNKNOWN = (
    "this engine does not know it",
    "本引擎不认识",
)
_LOOK = (
    "See what it does in that engine, and say it with the onegrid extension.",
    "请查明它在原引擎中的作用，并用 onegrid 扩展表达。",
)


class _Left(NamedTuple):
    owner: etree._Element
    word: str
    known: Kept | None
    line: int | None


def leftovers(root: etree._Element) -> Iterator[Problem]:
    """One finding for each word that is left on an element; beyond what anybody could read the rest is counted."""
    found = _left(root)
    yield from (_finding(*each) for each in islice(found, limits.FILE_WORDS))
    rest = next(found, None)
    if rest is not None:
        owner, word, *_ = rest
        vendor, _, first = word.partition(":")
        yield problem("vendor.not_read", owner, vendor=vendor, first=first, count=1 + sum(1 for _ in found))


def _left(root: etree._Element) -> Iterator[_Left]:
    for element in root.iter(etree.Element):
        if not bpmn.kind(element):
            continue
        for name in element.attrib:
            yield from _told(element, str(name), element)
        if bpmn.kind(element) == "extensionElements":
            owner = element.getparent()
            seen: set[str] = set()
            for child in element.iterchildren(etree.Element):
                if owner is not None and str(child.tag) not in seen:
                    seen.add(str(child.tag))
                    yield from _told(owner, str(child.tag), child)
        else:
            for child in element.iterchildren(etree.Element):
                if not bpmn.kind(child):
                    yield from _told(element, str(child.tag), child)


def _told(element: etree._Element, name: str, at: etree._Element) -> Iterator[_Left]:
    qualified = etree.QName(name)
    family = family_of(qualified.namespace)
    if not family:
        return
    word = f"{prefix_of(qualified.namespace)}:{qualified.localname}"
    known = KEPT[family].get(qualified.localname)
    if known is not None and element.get(name) == "false":
        known = known._replace(instead=None)
    yield _Left(speaker_of(element), word, known, bpmn.line_of(at))


def _finding(owner: etree._Element, word: str, known: Kept | None, line: int | None) -> Problem:
    if known is not None and known.instead is None:
        return problem("vendor.kept", owner, line=line, word=word, why=known.why)
    why, instead = (known.why, known.instead or _LOOK) if known is not None else (_UNKNOWN, _LOOK)
    return problem("vendor.replace", owner, line=line, word=word, why=why, instead=instead)
