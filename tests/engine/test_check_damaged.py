"""Damaged files: whatever is missing, doubled or out of place, the check answers with words and never with a crash."""

import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from onegrid.engine.check import State, check
from onegrid.engine.compile import compile_sources
from onegrid.engine.sources import Sources

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "workflows").glob("*/process.bpmn"))
TEXTS = ("", "=", "1 +", "P1D", "R3/PT1H", "{a: 1}", "${x}", 'outcome = "zz"', "2026-01-01", "start", "true", "甲 乙")

Damage = Callable[[random.Random, list[etree._Element]], None]


def remove(rnd: random.Random, elements: list[etree._Element]) -> None:
    element = rnd.choice(elements)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def strip(rnd: random.Random, elements: list[etree._Element]) -> None:
    element = rnd.choice([each for each in elements if each.attrib])
    del element.attrib[rnd.choice(sorted(element.attrib))]


def rewrite(rnd: random.Random, elements: list[etree._Element]) -> None:
    element = rnd.choice([each for each in elements if each.attrib])
    element.set(rnd.choice(sorted(element.attrib)), rnd.choice(TEXTS))


def retext(rnd: random.Random, elements: list[etree._Element]) -> None:
    rnd.choice(elements).text = rnd.choice(TEXTS)


def retag(rnd: random.Random, elements: list[etree._Element]) -> None:
    rnd.choice(elements).tag = rnd.choice(elements).tag


def double(rnd: random.Random, elements: list[etree._Element]) -> None:
    rnd.choice(elements).append(deepcopy(rnd.choice([each for each in elements if len(each) < 8])))


def redirect(rnd: random.Random, elements: list[etree._Element]) -> None:
    flows = [each for each in elements if each.get("targetRef")]
    rnd.choice(flows).set(rnd.choice(["sourceRef", "targetRef"]), rnd.choice(elements).get("id") or "")


@pytest.mark.parametrize("damage", [remove, strip, rewrite, retext, retag, double, redirect])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_answers_with_words(path: Path, damage: Damage) -> None:
    rnd = random.Random(f"{path.parent.name} {damage.__name__}")
    whole = {each.parent.name: sources_of(each, each.read_bytes()) for each in FILES}
    for _ in range(6):
        root = etree.fromstring(path.read_bytes())
        drawn = [
            each
            for each in root.iterdescendants(etree.Element)
            if "/DI" not in str(each.tag) and "/DC" not in str(each.tag)
        ]
        damage(rnd, drawn)
        sources = sources_of(path, etree.tostring(root))
        report = check(sources, whole)
        for found in report.problems:
            assert found.message_en
            assert found.message_zh
            assert found.mend_zh
            assert "SpiffWorkflow" not in found.message_en
            assert "Traceback" not in found.message_en
        if report.state in (State.REHEARSABLE, State.PUBLISHABLE):
            assert compile_sources(sources, whole)


def sources_of(path: Path, data: bytes) -> Sources:
    tables = {table.name: table.read_bytes() for table in (path.parent / "decisions").glob("*.dmn")}
    return Sources(data, tables, path.parent.name)


def test_an_end_event_marked_as_a_handler_is_an_end_event() -> None:
    """`triggeredByEvent` belongs to sub-processes; elsewhere it means nothing (found by the soak)."""
    text = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
      <bpmn:process id="p" isExecutable="true">
        <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
        <bpmn:subProcess id="c"><bpmn:startEvent id="cs"/><bpmn:sequenceFlow id="f2" sourceRef="cs" targetRef="g"/>
          <bpmn:inclusiveGateway id="g"/><bpmn:endEvent id="d" triggeredByEvent="true"/><bpmn:endEvent id="d2"/>
          <bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="d"/>
          <bpmn:sequenceFlow id="f4" sourceRef="g" targetRef="d2"/></bpmn:subProcess>
        <bpmn:sequenceFlow id="f5" sourceRef="c" targetRef="e"/><bpmn:endEvent id="e"/>
      </bpmn:process></bpmn:definitions>"""
    report = check(Sources(text.encode()), {})
    assert report.state in (State.REHEARSABLE, State.PUBLISHABLE), report.problems
    assert report.normalised is not None
