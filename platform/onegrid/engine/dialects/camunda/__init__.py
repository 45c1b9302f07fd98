"""Camunda 7, Flowable, Activiti, and the Chinese designers built on them (RuoYi, 仿钉钉) with Flowable's words."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.camunda.activities import read_call, read_loop, read_script
from onegrid.engine.dialects.camunda.conditions import read_flow, read_named, read_times
from onegrid.engine.dialects.camunda.human import form_name, read_human_task
from onegrid.engine.dialects.camunda.listeners import read_listeners
from onegrid.engine.dialects.camunda.services import read_service
from onegrid.engine.dialects.camunda.values import own_name, parameter_value
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.vendors import CAMUNDA
from onegrid.engine.dialects.words import Words, children_named


def translate_camunda(root: etree._Element, gathered: Gathered) -> None:
    """Every process of the file; what has no meaning here stays for `leftovers` to tell."""
    read_named(root, gathered)
    for process in bpmn.processes(root):
        gathered.starters |= _starters(process, gathered)
        for element in list(process.iter(etree.Element)):
            kind = bpmn.kind(element)
            if kind == "sequenceFlow":
                read_flow(element, gathered)
            elif kind in bpmn.FLOW_NODES:
                _node(element, kind, gathered)
            if kind:
                read_listeners(element, gathered)


def _node(node: etree._Element, kind: str, gathered: Gathered) -> None:
    if kind in bpmn.HUMAN:
        read_human_task(node, gathered)
        _task_mappings(node, gathered)
    elif kind == "callActivity":
        read_call(node, gathered)
    elif kind == "scriptTask":
        read_script(node, gathered)
    elif kind == "startEvent":
        _start_form(node, gathered)
    read_service(node, gathered)
    if kind in bpmn.ACTIVITIES:
        read_loop(node, gathered)
    elif kind in bpmn.EVENTS:
        read_times(node, gathered)


def _starters(process: etree._Element, gathered: Gathered) -> frozenset[str]:
    """Variables that a start event declares to hold who started the case."""
    found = set()
    for start in process.iter(bpmn.tag("startEvent")):
        words = Words(start, CAMUNDA, gathered.problems)
        if name := words.take("initiator"):
            found.add(name)
            becomes = ("who registered the case: case.registered_by", "登记人：case.registered_by")
            words.note("vendor.mapped", word=f"initiator {name}", becomes=becomes)
    return frozenset(found)


def _task_mappings(node: etree._Element, gathered: Gathered) -> None:
    """Outputs of a human task are `out`; inputs would be variables of the task alone, which there are none of here."""
    words = Words(node, CAMUNDA, gathered.problems)
    for group in words.take_elements("inputOutput"):
        for each in children_named(group, "outputParameter"):
            if target := own_name(words, each.get("name") or ""):
                words.put("out", from_=parameter_value(words, each, target), to=target)
        for each in children_named(group, "inputParameter"):
            words.note(
                "vendor.replace",
                each,
                word=f"inputParameter {each.get('name') or ''}",
                why=("a human task has no variables of its own", "人工任务没有自己的变量"),
                instead=(
                    "Set it in a script task before, or as a form's default.",
                    "请在之前的脚本任务中赋值，或作为表单默认值。",
                ),
            )


def _start_form(node: etree._Element, gathered: Gathered) -> None:
    words = Words(node, CAMUNDA, gathered.problems)
    key = words.take("formKey", "formRef")
    fields = [f for data in words.take_elements("formData") for f in children_named(data, "formField")]
    fields += words.take_elements("formProperty")
    if key or fields:
        names = ", ".join(field.get("id") or "?" for field in fields) or form_name(key)
        why = ("a case starts with a report or a message, which brings its data", "案件由上报或消息启动，并带来其数据")
        words.note("vendor.kept", word=f"{'formKey' if key else 'formData'} {names}", why=why)
