"""Camunda 8 (`zeebe:`): jobs, mappings, forms, people, loops, decisions. Its FEEL runs as it is."""

import json

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.camunda.values import own_name
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import shown
from onegrid.engine.dialects.feel_text import text_literal
from onegrid.engine.dialects.fields import slug
from onegrid.engine.dialects.kept import KEPT
from onegrid.engine.dialects.limits import read_limit
from onegrid.engine.dialects.people import People
from onegrid.engine.dialects.scripts import become_script
from onegrid.engine.dialects.vendors import CAMUNDA, ZEEBE
from onegrid.engine.dialects.words import Words, children_named, put_into
from onegrid.feel import FeelSyntaxError, compile_expression
from onegrid.feel.syntax import Literal

_CALLED = frozenset({"serviceTask", "sendTask", "businessRuleTask", "scriptTask"})


def translate_zeebe(root: etree._Element, gathered: Gathered) -> None:
    """Every process of the file."""
    for process in bpmn.processes(root):
        _forms(Words(process, ZEEBE, gathered.problems), gathered)
        for node in list(bpmn.all_nodes(process)):
            words, kind = Words(node, ZEEBE, gathered.problems), bpmn.kind(node)
            _listeners(words)
            if kind in bpmn.HUMAN:
                _human(words)
            elif kind == "callActivity":
                _call(words)
            elif kind in ("businessRuleTask", "scriptTask"):
                _computed(words)
            elif kind == "startEvent":
                _start(words)
            _loop(words)
            _service(words)
            _mappings(words)
    _subscriptions(root, gathered)


def _start(words: Words) -> None:
    for found in words.take_elements("formDefinition"):
        why = (
            "a case starts with a report or a message, which brings its data",
            "案件由登记或消息发起，数据随之而来",
        )
        name = found.get("formId") or (found.get("formKey") or "").rpartition(":")[2]
        words.note("vendor.kept", found, word=f"zeebe:formDefinition {name}".strip(), why=why)


def _human(words: Words) -> None:
    people = People(words)
    for found in words.take_elements("assignmentDefinition"):
        people.assignee(found.get("assignee") or "", _feel)
        people.candidates(found.get("candidateUsers") or "", ("the person", "人员"))
        people.candidates(found.get("candidateGroups") or "", ("the group", "组"))
    people.write()
    for found in words.take_elements("taskSchedule"):
        read_limit(words, ("the due date", "到期时间"), found.get("dueDate") or "")
        if found.get("followUpDate"):
            words.note("vendor.kept", word="zeebe:followUpDate", why=("reminders follow the limit", "提醒随时限产生"))
    for found in words.take_elements("formDefinition"):
        _bound(words, found)
        key = (
            found.get("formId")
            or (found.get("formKey") or "").rpartition(":")[2]
            or found.get("externalReference")
            or ""
        )
        if key and not words.has_own("form"):
            words.put("form", ref=slug(key))
            words.note("vendor.form", text=shown(key), form=slug(key))


def _service(words: Words) -> None:
    kind = bpmn.kind(words.owner)
    for found in words.take_elements("taskDefinition"):
        words.note("vendor.program", what=("the job type", "作业类型"), name=shown(found.get("type") or "?"))
        _retried(words, found)
        headers = [each for group in words.take_elements("taskHeaders") for each in children_named(group, "header")]
        if kind not in _CALLED:
            continue
        if kind in ("businessRuleTask", "scriptTask"):
            words.owner.tag = bpmn.tag("serviceTask")
        if words.has_own("call"):
            continue
        call = words.put("call", operation=(found.get("type") or "").removeprefix("="))
        for header in headers:
            if name := own_name(words, _word(header.get("key") or "")):
                put_into(call, "parameter", {"name": name, "value": header.get("value") or ""})
        for mapping in words.take_elements("ioMapping"):
            for each in children_named(mapping, "input"):
                if name := own_name(words, _word(each.get("target") or "")):
                    put_into(call, "parameter", {"name": name, "value": f"={_value(each.get('source') or '')}"})
            for each in children_named(mapping, "output"):
                if name := own_name(words, each.get("target") or ""):
                    source = _value(each.get("source") or "")
                    put_into(call, "result", {"from_": source, "to": name})


def _retried(words: Words, found: etree._Element) -> None:
    if found.get("retries"):
        words.note("vendor.kept", found, word="zeebe:retries", why=KEPT[CAMUNDA]["retryTimeCycle"].why)


def _bound(words: Words, found: etree._Element) -> None:
    """Which version of another file is meant."""
    for name in ("bindingType", "versionTag"):
        if found.get(name):
            why = ("a version keeps what it was published with", "版本保存其发布时的内容")
            words.note("vendor.kept", found, word=f"zeebe:{name} {shown(found.get(name) or '')}", why=why)


def _word(name: str) -> str:
    """Dotted and dashed names of headers and targets as one word."""
    return "".join(sign if sign.isalnum() or sign == "_" else "_" for sign in name)


def _mappings(words: Words) -> None:
    """Mappings of elements other than jobs: outputs wherever ours has them, inputs where something is handed on."""
    kind = bpmn.kind(words.owner)
    for mapping in words.take_elements("ioMapping"):
        for name, allowed in (("input", {"callActivity", "businessRuleTask"}), ("output", None)):
            for each in children_named(mapping, name):
                target = own_name(words, each.get("target") or "")
                if not target:
                    continue
                if (allowed is None and kind in _OUT) or (allowed is not None and kind in allowed):
                    words.put("in" if name == "input" else "out", from_=_value(each.get("source") or ""), to=target)
                else:
                    words.note(
                        "vendor.replace",
                        each,
                        word=f"zeebe:{name} {target}",
                        why=("this element has no mappings here", "该元素在此没有映射"),
                        instead=("Assign it in a script task before or behind.", "请在其前后的脚本任务中赋值。"),
                    )


_OUT = bpmn.HUMAN | {
    "callActivity", "businessRuleTask", "scriptTask", "startEvent", "intermediateCatchEvent",
    "boundaryEvent", "receiveTask",
}  # fmt: skip


def _call(words: Words) -> None:
    for found in words.take_elements("calledElement"):
        _bound(words, found)
        process = found.get("processId") or ""
        if process.startswith("="):
            words.note("call.by_expression", text=shown(process))
            process = f"{words.owner.get('id')}__called"
        if process and not words.owner.get("calledElement"):
            words.owner.set("calledElement", process)
        both = ("propagateAllParentVariables", "propagateAllChildVariables")
        if crossing := ", ".join(f"zeebe:{name}" for name in both if found.get(name) != "false"):
            words.note(
                "vendor.replace",
                found,
                word=crossing,
                why=("only values that are mapped cross between processes", "流程之间只传递已映射的值"),
                instead=(
                    "Add an onegrid:in or onegrid:out for each value.",
                    "请为每个值添加 onegrid:in 或 onegrid:out。",
                ),
            )


def _computed(words: Words) -> None:
    for found in words.take_elements("calledDecision"):
        _bound(words, found)
        if not words.has_own("binding"):
            decision = _literal_of(found.get("decisionId") or "")
            if decision is None:
                words.note(
                    "vendor.replace",
                    found,
                    word=f"decisionId {shown(found.get('decisionId') or '')}",
                    why=("a decision is not chosen while running", "决策不能在运行时选择"),
                    instead=(
                        "Name one decision; choose between several with a gateway.",
                        "请写明决策；在多个之间选择请用网关。",
                    ),
                )
                continue
            words.put("binding", decision=decision)
            if result := own_name(words, found.get("resultVariable") or ""):
                words.put("out", from_="result", to=result)
    for found in words.take_elements("script"):
        result = own_name(words, found.get("resultVariable") or "")
        feel = _feel(found.get("expression") or "")
        become_script(words.owner, f"{{ {result}: {feel} }}" if result and feel else "{}")


def _loop(words: Words) -> None:
    loop = bpmn.named(words.owner, "multiInstanceLoopCharacteristics")
    if loop is None:
        return
    own = f"{{{bpmn.ONEGRID}}}"
    inside = Words(loop, ZEEBE, words.problems)
    for found in inside.take_elements("loopCharacteristics"):
        for name in ("inputCollection", "inputElement", "outputCollection", "outputElement"):
            value = _feel(found.get(name) or "")
            if value and not loop.get(own + name):
                loop.set(own + name, value)


def _subscriptions(root: etree._Element, gathered: Gathered) -> None:
    """The correlation key of a message, at each element that catches it. A name that is computed stays as it is."""
    for named in root.iterchildren(bpmn.tag("message"), bpmn.tag("signal")):
        name = named.get("name") or ""
        if not name.startswith("="):
            continue
        fixed = _literal_of(name)
        if fixed:
            named.set("name", fixed)
            continue
        Words(named, ZEEBE, gathered.problems).note(
            "vendor.replace",
            word=shown(name),
            why=("names of messages and signals are fixed here", "此处消息与信号的名称是固定的"),
            instead=(
                "Give it a fixed name and put what differs into the key.", "请使用固定名称，把变化部分放入关联键。"
            ),
        )  # fmt: skip
    for message in root.iterchildren(bpmn.tag("message")):
        for found in Words(message, ZEEBE, gathered.problems).take_elements("subscription"):
            key = _feel(found.get("correlationKey") or "")
            for process in bpmn.processes(root):
                for node in bpmn.all_nodes(process):
                    holders = [node, *bpmn.definitions_of(node)]
                    catches = bpmn.kind(node) in _CATCHES or _begins_inside(node)
                    words = Words(node, ZEEBE, gathered.problems)
                    meant = any(holder.get("messageRef") == message.get("id") for holder in holders)
                    if key and catches and meant and not words.has_own("message"):
                        words.put("message", key=key)


_CATCHES = frozenset({"intermediateCatchEvent", "boundaryEvent", "receiveTask"})


def _begins_inside(node: etree._Element) -> bool:
    """The start event of an event sub-process waits for a message of its own case."""
    scope = node.getparent()
    return bpmn.kind(node) == "startEvent" and scope is not None and scope.get("triggeredByEvent") == "true"


def _listeners(words: Words) -> None:
    for name, inner in (("executionListeners", "executionListener"), ("taskListeners", "taskListener")):
        for group in words.take_elements(name):
            for each in children_named(group, inner):
                words.note("vendor.listener", each, event=each.get("eventType") or "?", name=each.get("type") or "?")


def _forms(words: Words, gathered: Gathered) -> None:
    """Forms that the file carries in itself, as form-js documents."""
    for found in words.take_elements("userTaskForm"):
        try:
            form = json.loads(bpmn.text_of(found))
        except (ValueError, RecursionError):
            form = None
        if isinstance(form, dict) and isinstance(form.get("components"), list):
            gathered.forms[slug(found.get("id") or "")] = form
        why = ("the form is taken over as a file of its own", "该表单作为单独文件导入")
        words.note("vendor.kept", found, word=f"zeebe:userTaskForm {found.get('id') or ''}", why=why)


def _feel(text: str) -> str:
    """FEEL begins with `=` there; anything else is text."""
    stripped = text.strip()
    if stripped.startswith("="):
        return stripped.removeprefix("=").strip()
    return stripped


def _literal_of(text: str) -> str | None:
    """A text as it stands, or in FEEL's quotes behind `=`; None for what is computed."""
    if not text.strip().startswith("="):
        return text.strip()
    try:
        node = compile_expression(_feel(text)).node
    except FeelSyntaxError:
        return None
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _value(text: str) -> str:
    """The source of a mapping: FEEL after `=`, else a text."""
    return _feel(text) if text.strip().startswith("=") else text_literal(text).text
