"""Every expression that a process holds, with the words by which a finding names it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.check.model import Model, Word
from onegrid.engine.definitions import HumanTask, Mapping
from onegrid.engine.normalised import Normalised
from onegrid.engine.sandbox.vocabulary import is_python

_COUNTERS = frozenset(
    {
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfTerminatedInstances",
    }
)

_RESETS = frozenset({"waitingForStart"})


@dataclass(frozen=True, slots=True)
class Written:
    """One FEEL text. `gives`: names that exist only there. `is_open`: others come from outside and can't be known."""

    element: etree._Element
    what: Word
    text: str
    gives: frozenset[str] = frozenset()
    is_open: bool = False
    is_script: bool = False
    language: str = ""


def written(model: Model) -> Iterator[Written]:
    """Of the processes that are to run, in the order of the file."""
    said = model.normalised
    for process in model.running:
        yield from _of_process(said, process)
        for node in bpmn.all_nodes(process):
            identifier = node.get("id") or ""
            if identifier in said.human_tasks:
                yield from _of_human_task(node, said.human_tasks[identifier])
            yield from _of_mappings(said, node)
            yield from _of_loop(said, node)
            yield from _of_events(node)
            is_feel = bpmn.kind(node) == "scriptTask" and not is_python(node.get("scriptFormat"))
            if is_feel and (text := bpmn.text_of(bpmn.named(node, "script"))):
                yield Written(node, ("the script", "脚本"), text, is_script=True)
        resets = {gateway.get("id") for gateway in process.iter(bpmn.tag("complexGateway"))}
        for flow in process.iter(bpmn.tag("sequenceFlow")):
            condition = bpmn.named(flow, "conditionExpression")
            if condition is not None:
                language = condition.get("language") or ""
                gives = _RESETS if flow.get("sourceRef") in resets else frozenset[str]()
                yield Written(flow, ("the condition", "条件"), bpmn.text_of(condition), gives, language=language)


def _of_process(said: Normalised, process: etree._Element) -> Iterator[Written]:
    definition = said.processes[process.get("id") or ""]
    yield Written(process, ("the title", "标题"), definition.title)
    if definition.summary:
        yield Written(process, ("the summary", "摘要"), definition.summary)


def _of_human_task(node: etree._Element, task: HumanTask) -> Iterator[Written]:
    assignment = task.assignment
    if assignment is not None:
        for word, text in (
            (("the unit", "单位"), assignment.unit),
            (("the area", "区域"), assignment.area),
            (("the person", "人员"), assignment.person),
        ):
            if text:
                yield Written(node, word, text)
    yield from _mappings(node, task.out, "out")


def _of_mappings(said: Normalised, node: etree._Element) -> Iterator[Written]:
    identifier, kind = node.get("id") or "", bpmn.kind(node)
    yield from _mappings(node, said.inputs.get(identifier, ()), "in")
    gives = frozenset({"result", "result_rows"}) if kind == "businessRuleTask" else frozenset[str]()
    is_open = kind not in ("businessRuleTask", "scriptTask")  # a payload's or a called process's own names
    yield from _mappings(node, said.outputs.get(identifier, ()), "out", gives=gives, is_open=is_open)
    if identifier in said.keys:
        yield Written(node, ("the key", "关联键"), said.keys[identifier])
    call = said.calls.get(identifier)
    if call is not None:
        for name, text in call.parameters:
            yield Written(node, (f"the parameter “{name}”", f"参数“{name}”"), text)
        yield from _mappings(node, call.result, "result", gives=frozenset({"result"}))


def _mappings(
    node: etree._Element,
    mappings: tuple[Mapping, ...],
    name: str,
    *,
    gives: frozenset[str] = frozenset(),
    is_open: bool = False,
) -> Iterator[Written]:
    for mapping in mappings:
        word = (f"`{name}` to {mapping.target}", f"写入 {mapping.target} 的 {name}")
        yield Written(node, word, mapping.source, gives=gives, is_open=is_open)
        gives |= {mapping.target}


def _of_loop(said: Normalised, node: etree._Element) -> Iterator[Written]:
    loop = said.loops.get(node.get("id") or "")
    if loop is None:
        return
    for word, text, gives in (
        (("the collection", "列表"), loop.collection, frozenset[str]()),
        (("the cardinality", "次数"), loop.cardinality, frozenset[str]()),
        (("the output element", "输出元素"), loop.output_item, frozenset[str]()),
        (("the completion condition", "完成条件"), loop.completion, _COUNTERS),
    ):
        if text:
            yield Written(node, word, text, gives=gives)


def _of_events(node: etree._Element) -> Iterator[Written]:
    loop = bpmn.named(node, "standardLoopCharacteristics")
    condition = bpmn.named(loop, "loopCondition") if loop is not None else None
    if condition is not None and (text := bpmn.text_of(condition).removeprefix("=").strip()):
        language = condition.get("language") or ""
        yield Written(node, ("the loop condition", "循环条件"), text, language=language)
    met = bpmn.named(node, "completionCondition") if bpmn.kind(node) == "adHocSubProcess" else None
    if met is not None and (text := bpmn.text_of(met).removeprefix("=").strip()):
        yield Written(node, ("the completion condition", "完成条件"), text, language=met.get("language") or "")
    activation = bpmn.named(node, "activationCondition")
    if activation is not None and (text := bpmn.text_of(activation).removeprefix("=").strip()):
        flows = frozenset(bpmn.text_of(flow) for flow in node.iterchildren(bpmn.tag("incoming")))
        gives = flows | {"activationCount", "waitingForStart"}
        language = activation.get("language") or ""
        yield Written(node, ("the activation condition", "激活条件"), text, gives, language=language)
    for definition in bpmn.definitions_of(node):
        if bpmn.kind(definition) == "timerEventDefinition":
            for time in definition.iterchildren():
                text = bpmn.text_of(time)
                if bpmn.kind(time).startswith("time") and text.startswith(("=", "${", "#{")):
                    yield Written(node, ("the time", "时间"), text.removeprefix("=").strip())
        elif bpmn.kind(definition) == "conditionalEventDefinition":
            condition = bpmn.named(definition, "condition")
            if condition is not None and (text := bpmn.text_of(condition).removeprefix("=").strip()):
                language = condition.get("language") or ""
                yield Written(node, ("the condition", "条件"), text, language=language)
