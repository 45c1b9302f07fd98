"""What no translation takes is told word by word, with what it costs the process; a flood of words is counted."""

import pytest
from lxml import etree

from onegrid.engine import bpmn, limits
from onegrid.engine.dialects.leftovers import leftovers
from tests.engine.drawing import START, chain
from tests.engine.imports.drawn import diagram, extended, foreign, straight, user

LOOP = '<bpmn:multiInstanceLoopCharacteristics flowable:collection="people" flowable:elementIndexVariable="i"/>'
CAUGHT = (
    '<bpmn:boundaryEvent id="b" attachedToRef="x"><bpmn:errorEventDefinition camunda:errorCodeVariable="code"/>'
    "</bpmn:boundaryEvent>"
)


def said(data: bytes) -> str:
    """The English words of all that is to be replaced."""
    return "\n".join(found.message_en for found in diagram(data).problems if found.code == "vendor.replace")


def test_words_beyond_what_anybody_reads_are_counted() -> None:
    objects = "".join(f'<dataObject f:a="1" f:b="2" id="o{n}"/>' for n in range(limits.FILE_WORDS))
    root = etree.fromstring(
        f'<definitions xmlns="{bpmn.BPMN}" xmlns:f="http://flowable.org/bpmn">{objects}</definitions>'
    )
    *told, rest = leftovers(root)
    assert len(told) == limits.FILE_WORDS
    assert rest.code == "vendor.not_read"
    assert f"{limits.FILE_WORDS} settings of flowable" in rest.message_en


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (user("", LOOP), "elementIndexVariable"),
        (user("") + CAUGHT, "errorCodeVariable"),
        (user("", extended('<flowable:formProperty id="start-date" type="date"/>')), "form field start-date"),
        (user("", extended('<flowable:formProperty id="a" variable="b"/>')), "form field a variable"),
    ],
)
def test_what_another_engine_would_write_is_told(content: str, word: str) -> None:
    assert word in said(straight(content))


def test_terminate_all_is_told_only_where_it_is_meant() -> None:
    for value in ("true", "false"):
        end = (
            f'<bpmn:endEvent id="end"><bpmn:terminateEventDefinition flowable:terminateAll="{value}"/></bpmn:endEvent>'
        )
        assert ("terminateAll" in said(foreign(START + end + chain("start", "end")))) is (value == "true")
