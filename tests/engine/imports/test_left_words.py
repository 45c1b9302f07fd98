"""What no translation takes is told word by word, with what it costs the process; a flood of words is counted."""

import pytest
from lxml import etree

from onegrid.engine import bpmn, limits
from onegrid.engine.dialects.leftovers import leftovers
from tests.engine.drawing import START, chain
from tests.engine.imports.drawn import SPIFF, diagram, extended, foreign, service, straight, user

LOOP = '<bpmn:multiInstanceLoopCharacteristics flowable:collection="people" flowable:elementIndexVariable="i"/>'
CAUGHT = (
    '<bpmn:boundaryEvent id="b" attachedToRef="x"><bpmn:errorEventDefinition camunda:errorCodeVariable="code"/>'
    "</bpmn:boundaryEvent>"
)


def said(data: bytes) -> str:
    """The English words of all that is to be replaced."""
    return "\n".join(found.message_en for found in diagram(data).problems if found.code == "vendor.replace")


def words_kept(data: bytes) -> set[tuple[str, str]]:
    """Element and word of all that is kept without effect."""
    found = [each for each in diagram(data).problems if each.code == "vendor.kept"]
    return {(each.element or "", each.message_en.split("“", 1)[-1].split("”", 1)[0]) for each in found}


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


def test_versions_and_retries_of_camunda_8_are_told() -> None:
    inside = '<zeebe:taskDefinition type="a" retries="5"/>'
    called = '<zeebe:calledElement processId="q" bindingType="versionTag" versionTag="v1"/>'
    kept = words_kept(straight(service("", extended(inside))))
    kept |= words_kept(straight(f'<bpmn:callActivity id="x" name="x">{extended(called)}</bpmn:callActivity>'))
    assert kept >= {("x", "zeebe:retries"), ("x", "zeebe:bindingType versionTag"), ("x", "zeebe:versionTag v1")}


def test_what_a_field_has_and_ours_does_not_is_told() -> None:
    field = (
        '<camunda:formData><camunda:formField id="a" type="money"><camunda:properties>'
        '<camunda:property id="hint" value="x"/>'
        '</camunda:properties><camunda:validation><camunda:constraint name="validator" config="org.Sum"/>'
        '<camunda:constraint name="max" config="9"/></camunda:validation></camunda:formField></camunda:formData>'
    )
    told = said(straight(user("", extended(field))))
    assert all(word in told for word in ("a type money", "a constraint validator org.Sum", "a properties hint"))
    assert "constraint max" not in told


def test_what_a_script_stores_is_told() -> None:
    script = (
        '<bpmn:scriptTask id="x" name="x" scriptFormat="groovy" flowable:autoStoreVariables="false">'
        "<bpmn:script>a = 1</bpmn:script></bpmn:scriptTask>"
    )
    assert ("x", "autoStoreVariables") in words_kept(straight(script))


@pytest.mark.parametrize("declared", [b"", SPIFF])
def test_what_crosses_is_told_only_where_it_does(declared: bytes) -> None:
    for parent in ("true", "false"):
        both = f'propagateAllParentVariables="{parent}" propagateAllChildVariables="false"'
        inside = extended(f'<zeebe:calledElement processId="q" {both}/>')
        data = straight(f'<bpmn:callActivity id="x" name="x">{inside}</bpmn:callActivity>')
        told = said(data.replace(b"xmlns:onegrid", declared + b"xmlns:onegrid", 1))
        assert ("cross" in told) is (parent == "true")
        assert ("zeebe:propagateAllParentVariables" in told) is (parent == "true")
