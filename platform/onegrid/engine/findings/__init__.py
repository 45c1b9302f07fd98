"""Every finding about a model, by code: its severity, what it blocks, and its words in both languages."""

from functools import cache

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.findings import (
    elements,
    events,
    expressions,
    extension,
    flows,
    imports,
    people,
    reading,
    references,
    walks,
)
from onegrid.engine.findings.finding import Blocks, Finding
from onegrid.engine.problems import Problem, Severity

FINDINGS: dict[str, Finding] = {
    finding.code: finding
    for area in (reading, extension, elements, events, flows, people, expressions, references, imports, walks)
    for finding in area.FINDINGS
}

__all__ = ["FINDINGS", "Blocks", "Finding", "blocks", "problem"]

LONGEST_PART = 400
Word = str | int | tuple[str, str]


def problem(code: str, at: etree._Element | None = None, *, line: int | None = None, **parts: Word) -> Problem:
    """A problem in the catalogue's words. A part given as a pair is (English, Chinese); `{it}` names the element."""
    finding = FINDINGS[code]
    english = {key: _shown(part[0] if isinstance(part, tuple) else part) for key, part in parts.items()}
    chinese = {key: _shown(part[1] if isinstance(part, tuple) else part) for key, part in parts.items()}
    if at is not None:
        english["it"], chinese["it"] = bpmn.words(at)
    return Problem(
        code=code,
        severity=finding.severity,
        message_en=_sentence(finding.en.format(**english)),
        message_zh=finding.zh.format(**chinese),
        mend_en=finding.mend_en.format(**english),
        mend_zh=finding.mend_zh.format(**chinese),
        element=_nearest_id(at),
        line=line if line is not None or at is None else bpmn.line_of(at),
    )


def blocks(found: Problem) -> Blocks:
    """What the problem stands in the way of: an error of the decisions running, of another part publishing."""
    return _blocks(found.code, found.severity)


@cache
def _blocks(code: str, severity: Severity) -> Blocks:
    finding = FINDINGS.get(code)
    if finding is not None:
        is_softened = finding.blocks is Blocks.CHOICE and severity is not Severity.ERROR
        return Blocks.NOTHING if is_softened else finding.blocks
    if severity is not Severity.ERROR:
        return Blocks.NOTHING
    return Blocks.REHEARSAL if code.startswith("dmn.") else Blocks.PUBLISHING


def _shown(part: str | int) -> str | int:
    """A part as a message shows it: some expressions and lists of names are whole documents."""
    return part if isinstance(part, int) or len(part) <= LONGEST_PART else f"{part[: LONGEST_PART - 1]}…"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _nearest_id(element: etree._Element | None) -> str | None:
    while element is not None:
        identifier = element.get("id")
        if identifier and bpmn.kind(element) and not bpmn.kind(element).endswith("EventDefinition"):
            return identifier
        element = element.getparent()
    return None
