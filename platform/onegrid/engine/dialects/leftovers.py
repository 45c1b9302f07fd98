"""What no translation took: each word is told with the reason, so that nothing of the file is lost in silence."""

from collections.abc import Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.kept import KEPT
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


def leftovers(root: etree._Element) -> Iterator[Problem]:
    """One finding for each word that is left on an element."""
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


def _told(element: etree._Element, name: str, at: etree._Element) -> Iterator[Problem]:
    owner = speaker_of(element)
    qualified = etree.QName(name)
    family = family_of(qualified.namespace)
    if not family:
        return
    word = f"{prefix_of(qualified.namespace)}:{qualified.localname}"
    known = KEPT[family].get(qualified.localname)
    line = bpmn.line_of(at)
    if known is not None and known.instead is None:
        yield problem("vendor.kept", owner, line=line, word=word, why=known.why)
    else:
        why, instead = (known.why, known.instead or _LOOK) if known is not None else (_UNKNOWN, _LOOK)
        yield problem("vendor.replace", owner, line=line, word=word, why=why, instead=instead)
