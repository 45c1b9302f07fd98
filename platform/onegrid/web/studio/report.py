"""A check report as the page shows it: findings by element, errors first, and each example with the two paths."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from onegrid.catalog.draft import DIAGRAM
from onegrid.catalog.examine import Examination
from onegrid.engine import bpmn
from onegrid.engine.check import State
from onegrid.engine.problems import ModelError, Problem, Severity
from onegrid.engine.read import read
from onegrid.web.language import pick

SEVERITY: dict[Severity, tuple[Any, str, str]] = {
    Severity.ERROR: (_("Must be mended"), "red", "alert"),
    Severity.WARNING: (_("Worth a look"), "amber", "info"),
    Severity.INFO: (_("Only drawn"), "grey", "info"),
}
STATE: dict[State, Any] = {
    State.UNREADABLE: _("The diagram cannot be opened."),
    State.DRAWING: _("It can be drawn, but not be walked through yet."),
    State.REHEARSABLE: _("It can be walked through, but not be published yet."),
    State.PUBLISHABLE: _("It can be published."),
}


@dataclass(frozen=True, slots=True)
class Element:
    """How people call an element of the drawing."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `edit`: address of the place in the file, empty where it can't be changed here."""

    code: str
    message: str
    mend: str
    file: str
    line: int | None
    edit: str


@dataclass(frozen=True, slots=True)
class AtElement:
    """Findings at one element, or of no element at all."""

    element: Element | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one severity."""

    severity: str
    word: Any
    colour: str
    icon: str
    count: int
    elements: tuple[AtElement, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """An example with its two paths; `parts_at`: number from 1 of the first step where they differ, 0 for none."""

    title: str
    line: int | None
    passed: bool
    expected: tuple[Element, ...]
    walked: tuple[Element, ...]
    parts_at: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the report says."""

    state: Any
    is_publishable: bool
    groups: tuple[Group, ...] = ()
    examples: tuple[Walked, ...] = ()
    errors: int = 0
    passed: int = 0
    elements: Mapping[str, str] = field(default_factory=dict)  # id -> worst severity, for the diagram


Edit = Callable[[str, int | None], str]


def report_of(found: Examination, edit: Edit) -> ReportPage:
    """`edit`: address where a file is changed, at a line."""
    names = elements_of(found.gathered.draft.bpmn)
    examples = tuple(_walked(one, names, edit) for one in found.rehearsed)
    return ReportPage(
        state=STATE[found.state],
        is_publishable=not found.errors,
        groups=groups_of(found.problems, names, edit),
        examples=examples,
        errors=len(found.errors),
        passed=sum(one.passed for one in examples),
        elements={one.element: str(one.severity) for one in reversed(found.problems) if one.element in names},
    )


def groups_of(problems: Iterable[Problem], names: Mapping[str, Element], edit: Edit) -> tuple[Group, ...]:
    """By severity, and in each by element in the order of the file."""
    groups = []
    for severity, (word, colour, icon) in SEVERITY.items():
        own = [one for one in problems if one.severity is severity]
        if own:
            at = tuple(_at_elements(own, names, edit))
            groups.append(Group(str(severity), word, colour, icon, len(own), at))
    return tuple(groups)


def elements_of(content: bytes) -> dict[str, Element]:
    """Every element of a drawing by id; none where it cannot be read."""
    try:
        root = read(content).root
    except ModelError:
        return {}
    return {one.get("id") or "": element_of(one) for one in root.iter(etree.Element) if one.get("id")}


def element_of(node: etree._Element) -> Element:
    """Kind in the reader's language, name as drawn."""
    return Element(node.get("id") or "", kind_word(bpmn.kind(node)), bpmn.label(node))


def kind_word(kind: str) -> str:
    """What people call a kind of element."""
    english, chinese = bpmn.KIND_WORDS.get(kind, (kind, kind))
    return pick(chinese, english)


def finding_of(one: Problem, edit: Edit) -> Finding:
    """In the reader's language. What the engine says without a file it says of the diagram."""
    file = one.file or (DIAGRAM if one.line or one.element else "")
    return Finding(
        code=one.code,
        message=pick(one.message_zh, one.message_en),
        mend=pick(one.mend_zh, one.mend_en),
        file=file,
        line=one.line,
        edit=edit(file, one.line) if file else "",
    )


def _at_elements(problems: list[Problem], names: Mapping[str, Element], edit: Edit) -> Iterable[AtElement]:
    first: dict[str, int] = {}
    for at, one in enumerate(problems):
        first.setdefault(one.element or "", at)
    ordered = sorted(problems, key=lambda one: first[one.element or ""])
    for element, own in groupby(ordered, key=lambda one: one.element or ""):
        known = names.get(element) or (Element(element, "", "") if element else None)
        yield AtElement(known, tuple(finding_of(one, edit) for one in own))


def _walked(one: Any, names: Mapping[str, Element], edit: Edit) -> Walked:
    expected, walked = one.expected, one.walked
    differing = (at for at, pair in enumerate(zip(expected, walked, strict=False), 1) if pair[0] != pair[1])
    return Walked(
        title=one.title,
        line=one.line,
        passed=one.passed,
        expected=tuple(names.get(step) or Element(step, "", "") for step in expected),
        walked=tuple(names.get(step) or Element(step, "", "") for step in walked),
        parts_at=0 if one.passed else next(differing, min(len(expected), len(walked)) + 1),
        findings=tuple(finding_of(found, edit) for found in one.problems),
    )
