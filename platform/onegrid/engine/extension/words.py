"""Finds our elements and attributes, and says which of them stand where they mean nothing."""

from collections.abc import Iterable, Iterator

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.extension import vocabulary
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem

PREFIX = f"{{{bpmn.ONEGRID}}}"


def own(name: str) -> str:
    """Qualified name of a word of ours."""
    return PREFIX + name


def elements(owner: etree._Element, name: str) -> list[etree._Element]:
    """Our elements of a name that the owner carries."""
    extensions = bpmn.named(owner, "extensionElements")
    return [] if extensions is None else list(extensions.iterchildren(own(name)))


def element(owner: etree._Element, name: str) -> etree._Element | None:
    """The first of them."""
    return next(iter(elements(owner, name)), None)


def attribute(owner: etree._Element, name: str) -> str | None:
    """The value of an attribute of ours on a BPMN element, outer space cut; None where absent or empty."""
    return (owner.get(own(name)) or "").strip() or None


def value(owner: etree._Element | None, name: str) -> str | None:
    """The value of an attribute of one of our elements, outer space cut; None where absent or empty."""
    return None if owner is None else (owner.get(name) or "").strip() or None


def feel(text: str | None) -> str | None:
    """The expression without its leading `=`."""
    return None if text is None else text.removeprefix("=").strip() or None


def misused(root: etree._Element) -> Iterator[Problem]:
    """Every word of our namespace that is unknown, misplaced or repeated."""
    for owner in root.iter(etree.Element):
        if bpmn.kind(owner) == "extensionElements":
            yield from _misused_elements(owner)
        elif not str(owner.tag).startswith(PREFIX):
            yield from _misused_attributes(owner)


def _misused_attributes(owner: etree._Element) -> Iterator[Problem]:
    for name in owner.attrib:
        if not str(name).startswith(PREFIX):
            continue
        word, kind = str(name)[len(PREFIX) :], bpmn.kind(owner)
        if word not in vocabulary.ON_ELEMENTS:
            known = [key for key, kinds in vocabulary.ON_ELEMENTS.items() if kind in kinds]
            yield problem("extension.unknown", owner, name=word, known=_or_dash(known))
        elif kind not in vocabulary.ON_ELEMENTS[word]:
            yield problem("extension.misplaced", owner, name=word, known=_kinds(vocabulary.ON_ELEMENTS[word]))


def _misused_elements(extensions: etree._Element) -> Iterator[Problem]:
    owner = extensions.getparent()
    if owner is None:
        return
    kind, seen = bpmn.kind(owner), set()
    for child in extensions.iterchildren(etree.Element):
        if not str(child.tag).startswith(PREFIX):
            continue
        word = str(child.tag)[len(PREFIX) :]
        if word not in vocabulary.ELEMENTS:
            known = [key for key, kinds in vocabulary.ELEMENTS.items() if kind in kinds]
            yield problem("extension.unknown", owner, line=bpmn.line_of(child), name=word, known=_or_dash(known))
            continue
        if kind not in vocabulary.ELEMENTS[word]:
            known_kinds = _kinds(vocabulary.ELEMENTS[word])
            yield problem("extension.misplaced", owner, line=bpmn.line_of(child), name=word, known=known_kinds)
        if word in seen and word not in vocabulary.REPEATED:
            yield problem("extension.twice", owner, line=bpmn.line_of(child), name=word)
        seen.add(word)
        yield from _misused_inside(owner, child, word)


def _misused_inside(owner: etree._Element, found: etree._Element, word: str) -> Iterator[Problem]:
    known = vocabulary.ATTRIBUTES[word]
    for name in found.attrib:
        if (attribute_name := str(name)) not in known:
            yield problem(
                "extension.unknown",
                owner,
                line=bpmn.line_of(found),
                name=f"{word} {attribute_name}",
                known=", ".join(known),
            )
    for child in found.iterchildren(etree.Element):
        inner = str(child.tag).removeprefix(PREFIX)
        if inner in vocabulary.CHILDREN.get(word, ()):
            yield from _misused_inside(owner, child, inner)
        else:
            inside = ", ".join(vocabulary.CHILDREN.get(word, ())) or "–"
            yield problem("extension.unknown", owner, line=bpmn.line_of(child), name=f"{word} {inner}", known=inside)


def _or_dash(known: Iterable[str]) -> str:
    return ", ".join(known) or "–"


def _kinds(kinds: Iterable[str]) -> tuple[str, str]:
    pairs = [bpmn.KIND_WORDS[kind] for kind in sorted(kinds) if kind in bpmn.KIND_WORDS]
    return ", ".join(pair[0] for pair in pairs), "、".join(pair[1] for pair in pairs)
