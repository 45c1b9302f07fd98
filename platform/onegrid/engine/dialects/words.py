"""One BPMN element under translation: takes other engines' words from it and puts ours in their place.

What is taken leaves the copy; what is left at the end is told word by word (`leftovers`): nothing is lost in silence.
"""

from collections.abc import Iterator
from functools import cache

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.vendors import FAMILIES
from onegrid.engine.findings import Word, problem
from onegrid.engine.problems import Problem

_NAMESPACES = {
    family: [namespace for namespace, (known, _) in FAMILIES.items() if known == family]
    for family in {known for known, _ in FAMILIES.values()}
}


class Words:
    """The words of one family on one element. `refusal`: the code that tells an expression which FEEL can't say."""

    refusal = "expression.not_translated"

    def __init__(self, owner: etree._Element, family: str, problems: list[Problem]) -> None:
        self.owner, self.family, self.problems = owner, family, problems
        self.speaker = speaker_of(owner)

    def take(self, *names: str) -> str:
        """The value of the first of these attributes that is there; each of them leaves the element."""
        found = ""
        there = self.owner.keys()
        for name in _qualified(self.family, names):
            if name in there:
                value = str(self.owner.attrib.pop(name)).strip()
                found = found or value
        return found

    def take_elements(self, *names: str) -> list[etree._Element]:
        """Extension elements of these names; they leave the element."""
        extensions = bpmn.named(self.owner, "extensionElements")
        if extensions is None:
            return []
        found = [child for child in extensions.iterchildren(etree.Element) if local_name(child, self.family) in names]
        for child in found:
            extensions.remove(child)
        return found

    def take_inside(self, *names: str) -> list[etree._Element]:
        """The same for words that stand directly in the element."""
        found = [child for child in self.owner.iterchildren(etree.Element) if local_name(child, self.family) in names]
        for child in found:
            self.owner.remove(child)
        return found

    def note(self, code: str, at: etree._Element | None = None, **parts: Word) -> None:
        """A problem of the owner."""
        line = bpmn.line_of(at) if at is not None else None
        self.problems.append(problem(code, self.speaker, line=line, **parts))

    def has_own(self, name: str) -> bool:
        """Whether our word stands there already: the designer's own setting wins."""
        return next(self._own(name), None) is not None

    def put(self, name: str, **attributes: str) -> etree._Element:
        """One of our elements, as if the designer had written it in the owner's line."""
        element = put_into(extensions_of(self.owner), name, attributes)
        element.sourceline = self.owner.sourceline
        return element

    def _own(self, name: str) -> Iterator[etree._Element]:
        extensions = bpmn.named(self.owner, "extensionElements")
        return iter(()) if extensions is None else extensions.iterchildren(f"{{{bpmn.ONEGRID}}}{name}")


@cache
def _qualified(family: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{{{namespace}}}{name}" for name in names for namespace in _NAMESPACES[family])


def speaker_of(element: etree._Element) -> etree._Element:
    """The element that people know: the event of a definition, the activity of a loop."""
    found, parent = element, element.getparent()
    while parent is not None and bpmn.kind(found).endswith(("EventDefinition", "LoopCharacteristics")):
        found, parent = parent, parent.getparent()
    return found


def local_name(element: etree._Element, family: str) -> str:
    """The word without its namespace, empty for another family's."""
    qualified = etree.QName(str(element.tag))
    return qualified.localname if FAMILIES.get(qualified.namespace or "", ("",))[0] == family else ""


def children_named(element: etree._Element, *names: str) -> list[etree._Element]:
    """Children of these local names, whatever their namespace."""
    return [child for child in element.iterchildren(etree.Element) if etree.QName(str(child.tag)).localname in names]


def put_into(parent: etree._Element, name: str, attributes: dict[str, str]) -> etree._Element:
    """A new element of our namespace."""
    element = etree.SubElement(parent, f"{{{bpmn.ONEGRID}}}{name}")
    for key, value in attributes.items():
        element.set(key.rstrip("_"), value)
    return element


def extensions_of(owner: etree._Element) -> etree._Element:
    """The owner's `extensionElements`, made where it has none."""
    found = bpmn.named(owner, "extensionElements")
    if found is None:
        found = etree.Element(bpmn.tag("extensionElements"))
        found.sourceline = owner.sourceline
        documented = sum(1 for child in owner.iterchildren() if bpmn.kind(child) == "documentation")
        owner.insert(documented, found)
    return found
