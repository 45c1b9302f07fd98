"""JUEL where the standard has expressions: conditions of flows, timers, names of messages and signals."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import CONDITION, juel, shown, translated
from onegrid.engine.dialects.juel import is_juel, juel_condition
from onegrid.engine.dialects.vendors import CAMUNDA
from onegrid.engine.dialects.words import Words

_TIMES = ("timeDate", "timeDuration", "timeCycle")
_STAND_IN = {"timeDate": "2099-12-31T00:00:00+08:00", "timeDuration": "P1D", "timeCycle": "R1/P1D"}
_JUEL = ("juel", "el", "uel")


def read_flow(flow: etree._Element, gathered: Gathered) -> None:
    """A condition that can't be said in FEEL is never true: only a person gets past it, and publishing is refused."""
    words = Words(flow, CAMUNDA, gathered.problems)
    condition = bpmn.named(flow, "conditionExpression")
    given = words.take("conditionExpression")
    words.take_elements("conditionExpression")
    if condition is None:
        if not given:
            return
        condition = etree.SubElement(flow, bpmn.tag("conditionExpression"))
        condition.text = given
    text, language = bpmn.text_of(condition), (condition.get("language") or "").lower()
    if is_juel(text):
        feel = translated(words, CONDITION, text, juel_condition, at=condition)
        condition.text = feel
        if feel is None:
            gathered.unsaid.add(flow.get("id") or "")
        condition.attrib.pop("language", "")
    elif language in _JUEL:
        condition.attrib.pop("language", "")


def read_times(node: etree._Element, gathered: Gathered) -> None:
    """Timers of events: `${…}` becomes FEEL after `=`."""
    words = Words(node, CAMUNDA, gathered.problems)
    for definition in bpmn.definitions_of(node):
        for time in definition.iterchildren():
            kind = bpmn.kind(time)
            if kind in _TIMES and is_juel(text := bpmn.text_of(time)):
                feel = juel(words, ("the time", "时间"), text, at=time)
                time.text = f"={_as_time(kind, feel)}" if feel is not None else _STAND_IN[kind]


def _as_time(kind: str, feel: str) -> str:
    """A variable may hold the text of a duration or moment; FEEL's constructors take a text."""
    made = "duration" if kind == "timeDuration" else "date and time"
    if kind == "timeCycle":
        return feel
    return f"if ({feel}) instance of string then {made}({feel}) else {feel}"


def read_named(root: etree._Element, gathered: Gathered) -> None:
    """Names of messages and signals with `${…}` in them: kept as a name, and told."""
    for child in root.iterchildren():
        if bpmn.kind(child) in ("message", "signal") and is_juel(name := child.get("name") or ""):
            Words(child, CAMUNDA, gathered.problems).note(
                "vendor.replace",
                word=shown(name),
                why=("names of messages and signals are fixed here", "此处消息与信号的名称是固定的"),
                instead=(
                    "Give it a fixed name and put what differs into the key.",
                    "请使用固定名称，把变化部分放入关联键。",
                ),
            )
