"""Block-structured models, written once and drawn twice: in our dialect and in SpiffWorkflow's.

A block knows how to put its elements between two points; a `Sheet` is one process while it is drawn. Conditions are
comparisons of whole numbers, which FEEL and Python read alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:onegrid="urn:onegrid:bpmn:1" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="urn:walks"'
)
OURS, STOCK = "ours", "stock"


@dataclass
class Model:
    """Everything drawn. private: elements whose data the two engines keep differently on purpose (see walk.py)."""

    dialect: str
    processes: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    private: set[str] = field(default_factory=set)
    collections: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    once: set[str] = field(default_factory=set)  # messages that the stock engine hears only once
    only_ours: set[str] = field(default_factory=set)
    count: int = 0
    flows: int = 0

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def define(self, kind: str, name: str, extra: str = "") -> str:
        self.definitions.append(f'<bpmn:{kind} id="{kind}_{name}" name="{name}"{extra}/>')
        return f"{kind}_{name}"

    def xml(self) -> bytes:
        body = "".join([*self.definitions, *self.processes])
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {NAMESPACES}>{body}</bpmn:definitions>'.encode()
        )


class Sheet:
    """One process or sub-process being drawn."""

    def __init__(self, model: Model) -> None:
        self.model, self.parts = model, []
        self.elements: list[str] = []

    @property
    def ours(self) -> bool:
        return self.model.dialect == OURS

    def add(self, kind: str, identifier: str, inner: str = "", attributes: str = "") -> str:
        self.parts.append(f'<bpmn:{kind} id="{identifier}" name="{identifier}"{attributes}>{inner}</bpmn:{kind}>')
        self.elements.append(identifier)
        self.model.elements.append(identifier)
        return identifier

    def flow(self, source: str, target: str, condition: str = "", identifier: str = "") -> str:
        self.model.flows += 1
        identifier = identifier or f"flow{self.model.flows}"
        inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
        ends = f'sourceRef="{source}" targetRef="{target}"'
        self.parts.append(f'<bpmn:sequenceFlow id="{identifier}" {ends}>{inner}</bpmn:sequenceFlow>')
        return identifier

    def whole(self, body: Block) -> str:
        """Start, body, end."""
        start = self.add("startEvent", self.model.name("start"))
        end = self.model.name("end")
        last = body(self, start)
        if last is not None:
            self.add("endEvent", end)
            self.flow(last, end)
        return "".join(self.parts)

    def time(self, hours: int) -> str:
        text = f"PT{hours}H" if self.ours else f"'PT{hours}H'"
        inner = f"<bpmn:timeDuration>{text}</bpmn:timeDuration>"
        return f"<bpmn:timerEventDefinition>{inner}</bpmn:timerEventDefinition>"


Block = Callable[[Sheet, str], "str | None"]  # draws itself behind a point, gives its last point or None if none


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def user() -> Block:
    """One human task."""

    def draw(sheet: Sheet, point: str) -> str:
        task = sheet.add("userTask", sheet.model.name("t"))
        sheet.flow(point, task)
        return task

    return draw


def manual() -> Block:
    def draw(sheet: Sheet, point: str) -> str:
        task = sheet.add("manualTask", sheet.model.name("m"))
        sheet.flow(point, task)
        return task

    return draw


def script() -> Block:
    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("s")
        text = f"{{{name}_n: 7, {name}_t: &quot;x&quot;}}" if sheet.ours else f"{name}_n = 7\n{name}_t = 'x'"
        task = sheet.add("scriptTask", name, f"<bpmn:script>{text}</bpmn:script>")
        sheet.flow(point, task)
        return task

    return draw


def service() -> Block:
    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("v")
        if sheet.ours:
            inner = (
                f'<onegrid:call connector="demo" operation="echo"><onegrid:parameter name="x" value="=1 + 2"/>'
                f'<onegrid:result from="result" to="{name}_r"/></onegrid:call>'
            )
        else:
            inner = (
                f'<spiffworkflow:serviceTaskOperator id="echo" resultVariable="{name}_r"><spiffworkflow:parameters>'
                '<spiffworkflow:parameter id="x" type="int" value="1 + 2"/></spiffworkflow:parameters>'
                "</spiffworkflow:serviceTaskOperator>"
            )
        task = sheet.add("serviceTask", name, f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>")
        sheet.flow(point, task)
        return task

    return draw


def rule() -> Block:
    """A task that sets d_<task>, then a decision over it."""

    def draw(sheet: Sheet, point: str) -> str:
        asked = user()(sheet, point)
        name = sheet.model.name("r")
        if sheet.ours:
            inner = (
                '<onegrid:binding decision="route"/>'
                f'<onegrid:in from="d_{asked}" to="n"/><onegrid:out from="result" to="{name}_dept"/>'
            )
            task = sheet.add("businessRuleTask", name, f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>")
            sheet.flow(asked, task)
            return task
        before = sheet.add("scriptTask", f"{name}_in", f"<bpmn:script>n = d_{asked}</bpmn:script>")
        task = sheet.add(
            "businessRuleTask",
            name,
            "<bpmn:extensionElements><spiffworkflow:calledDecisionId>route</spiffworkflow:calledDecisionId>"
            "</bpmn:extensionElements>",
        )
        after = sheet.add(
            "scriptTask", f"{name}_out", f"<bpmn:script>{name}_dept = dept\ndel dept\ndel n</bpmn:script>"
        )
        sheet.flow(asked, before)
        sheet.flow(before, task)
        sheet.flow(task, after)
        return after

    return draw


def sequence(*blocks: Block) -> Block:
    def draw(sheet: Sheet, point: str) -> str | None:
        last: str | None = point
        for block in blocks:
            if last is None:
                return None
            last = block(sheet, last)
        return last

    return draw


def exclusive(*blocks: Block) -> Block:
    """A task decides which of the blocks is taken; the last is the default."""

    def draw(sheet: Sheet, point: str) -> str | None:
        asked = user()(sheet, point)
        split, join = sheet.model.name("x"), sheet.model.name("j")
        default = sheet.model.name("f")
        sheet.add("exclusiveGateway", split, attributes=f' default="{default}"')
        sheet.flow(asked, split)
        merged = False
        for index, block in enumerate(blocks):
            head = sheet.model.name("p")
            sheet.add("intermediateThrowEvent", head)
            is_last = index == len(blocks) - 1
            sheet.flow(
                split,
                head,
                "" if is_last else f"d_{asked} == {index}".replace("==", "=" if sheet.ours else "=="),
                default if is_last else "",
            )
            last = block(sheet, head)
            if last is not None:
                sheet.flow(last, join)
                merged = True
        if merged:
            sheet.add("exclusiveGateway", join)
        return join if merged else None

    return draw


def parallel(*blocks: Block) -> Block:
    def draw(sheet: Sheet, point: str) -> str | None:
        split, join = sheet.model.name("a"), sheet.model.name("j")
        sheet.add("parallelGateway", split)
        sheet.flow(point, split)
        ends = [block(sheet, split) for block in blocks]
        sheet.add("parallelGateway", join)
        for end in ends:
            sheet.flow(end or split, join)
        return join

    return draw


def inclusive(*blocks: Block) -> Block:
    """A task sets d; branch i is taken where d > i; at least the default."""

    def draw(sheet: Sheet, point: str) -> str | None:
        asked = user()(sheet, point)
        split, join = sheet.model.name("o"), sheet.model.name("j")
        default = sheet.model.name("f")
        sheet.add("inclusiveGateway", split, attributes=f' default="{default}"')
        sheet.flow(asked, split)
        ends = []
        for index, block in enumerate(blocks):
            head = sheet.model.name("p")
            sheet.add("intermediateThrowEvent", head)
            is_last = index == len(blocks) - 1
            sheet.flow(split, head, "" if is_last else f"d_{asked} > {index}", default if is_last else "")
            ends.append(block(sheet, head))
        sheet.add("inclusiveGateway", join)
        for end in ends:
            if end is not None:
                sheet.flow(end, join)
        return join

    return draw


def loop(body: Block) -> Block:
    """The body, then a task that sends it round again where d > 1."""

    def draw(sheet: Sheet, point: str) -> str:
        head, check, out = sheet.model.name("j"), sheet.model.name("x"), sheet.model.name("p")
        sheet.add("exclusiveGateway", head)
        sheet.flow(point, head)
        last = body(sheet, head) or head
        asked = user()(sheet, last)
        default = sheet.model.name("f")
        sheet.add("exclusiveGateway", check, attributes=f' default="{default}"')
        sheet.flow(asked, check)
        sheet.flow(check, head, f"d_{asked} > 1")
        sheet.add("intermediateThrowEvent", out)
        sheet.flow(check, out, identifier=default)
        return out

    return draw


def _inside(sheet: Sheet, body: Block, private: bool = False) -> tuple[str, list[str]]:
    inner = Sheet(sheet.model)
    text = inner.whole(body)
    if private:
        sheet.model.private.update(inner.elements)
    sheet.elements.extend(inner.elements)
    return text, inner.elements


def sub_process(body: Block) -> Block:
    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("u")
        text, _ = _inside(sheet, body)
        sheet.add("subProcess", name, text)
        sheet.flow(point, name)
        return name

    return draw


def call(body: Block) -> Block:
    """A called process. What its tasks write stays inside: ours maps nothing out, so those keys are private."""

    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("c")
        called = f"called_{name}"
        inner = Sheet(sheet.model)
        text = inner.whole(body)
        sheet.model.private.update(inner.elements)
        sheet.model.processes.append(f'<bpmn:process id="{called}" isExecutable="true">{text}</bpmn:process>')
        extension = "".join(f'<onegrid:in from="{v}" to="{v}"/>' for v in sheet.model.collections) if sheet.ours else ""
        extension = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>" if extension else ""
        sheet.add("callActivity", name, extension, f' calledElement="{called}"')
        sheet.flow(point, name)
        return name

    return draw


def _instances(sheet: Sheet, name: str, sequential: bool, condition: str) -> str:
    collection, item, result = f"list_{name}", f"item_{name}", f"out_{name}"
    sheet.model.collections.append(collection)
    stop = (
        f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:completionCondition>'
        if condition
        else ""
    )
    kind = f'isSequential="{str(sequential).lower()}"'
    if sheet.ours:
        return (
            f'<bpmn:multiInstanceLoopCharacteristics {kind} onegrid:inputCollection="{collection}" '
            f'onegrid:inputElement="{item}" onegrid:outputCollection="{result}" onegrid:outputElement="{item}">'
            f"{stop}</bpmn:multiInstanceLoopCharacteristics>"
        )
    return (
        f"<bpmn:multiInstanceLoopCharacteristics {kind}><bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>"
        f'<bpmn:loopDataOutputRef>{result}</bpmn:loopDataOutputRef><bpmn:inputDataItem id="{item}" name="{item}"/>'
        f'<bpmn:outputDataItem id="{item}" name="{item}"/>{stop}</bpmn:multiInstanceLoopCharacteristics>'
    )


def each_task(sequential: bool = False, enough: bool = False) -> Block:
    """A multi-instance human task; `enough`: over as soon as an instance answers more than 2."""

    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("e")
        inner = _instances(sheet, name, sequential, f"d_{name} > 2" if enough else "")
        sheet.add("userTask", name, inner)
        sheet.flow(point, name)
        return name

    return draw


def each_sub_process(body: Block, sequential: bool = False, enough: bool = False) -> Block:
    """A multi-instance sub-process; `enough`: over with the first instance that is done."""

    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("w")
        condition = ("true" if sheet.ours else "True") if enough else ""
        characteristics = _instances(sheet, name, sequential, condition)
        text, _ = _inside(sheet, body, private=True)
        sheet.add("subProcess", name, characteristics + text)
        sheet.flow(point, name)
        return name

    return draw


def wait(hours: int = 5) -> Block:
    """An intermediate timer."""

    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.add("intermediateCatchEvent", sheet.model.name("w"), sheet.time(hours))
        sheet.flow(point, name)
        return name

    return draw


def _message(sheet: Sheet, prefix: str) -> tuple[str, str]:
    name = sheet.model.name(prefix)
    sheet.model.messages.append(name)
    return name, sheet.model.define("message", name)


def message() -> Block:
    """An intermediate message catch event."""

    def draw(sheet: Sheet, point: str) -> str:
        _, reference = _message(sheet, "msg")
        event = sheet.add(
            "intermediateCatchEvent",
            sheet.model.name("w"),
            f'<bpmn:messageEventDefinition messageRef="{reference}"/>',
        )
        sheet.flow(point, event)
        return event

    return draw


def receive() -> Block:
    def draw(sheet: Sheet, point: str) -> str:
        _, reference = _message(sheet, "msg")
        task = sheet.add("receiveTask", sheet.model.name("w"), attributes=f' messageRef="{reference}"')
        sheet.flow(point, task)
        return task

    return draw


def race(first: Block, second: Block) -> Block:
    """An event-based gateway: a timer against a message."""

    def draw(sheet: Sheet, point: str) -> str | None:
        gateway, join = sheet.model.name("g"), sheet.model.name("j")
        sheet.add("eventBasedGateway", gateway)
        sheet.flow(point, gateway)
        timer = wait(4)(sheet, gateway)
        caught = message()(sheet, gateway)
        for head, block in ((timer, first), (caught, second)):
            last = block(sheet, head)
            if last is not None:
                sheet.flow(last, join)
        sheet.add("exclusiveGateway", join)
        return join

    return draw


def signalled() -> Block:
    """Two branches: one waits for a signal that the other throws after a task."""

    def draw(sheet: Sheet, point: str) -> str | None:
        reference = sheet.model.define("signal", sheet.model.name("sig"))
        definition = f'<bpmn:signalEventDefinition signalRef="{reference}"/>'

        def caught(inner: Sheet, head: str) -> str:
            event = inner.add("intermediateCatchEvent", inner.model.name("w"), definition)
            inner.flow(head, event)
            return event

        def thrown(inner: Sheet, head: str) -> str:
            asked = user()(inner, head)
            event = inner.add("intermediateThrowEvent", inner.model.name("h"), definition)
            inner.flow(asked, event)
            return event

        return parallel(sequence(caught, user()), sequence(thrown, user()))(sheet, point)

    return draw


def _boundary(sheet: Sheet, host: str, definition: str, interrupting: bool, block: Block) -> str | None:
    event = sheet.add(
        "boundaryEvent",
        sheet.model.name("b"),
        definition,
        f' attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"',
    )
    return block(sheet, event)


def guarded(kind: str, interrupting: bool, on_sub_process: bool, handler: Block) -> Block:
    """A task or sub-process with a boundary event; an interrupting handler joins the main path, another ends."""

    def draw(sheet: Sheet, point: str) -> str:
        if on_sub_process:
            host = sheet.model.name("u")
            text, _ = _inside(sheet, sequence(user(), user()), private=interrupting)
            sheet.add("subProcess", host, text)
        else:
            host = sheet.add("userTask", sheet.model.name("t"))
        sheet.flow(point, host)
        if kind == "timer":
            definition = sheet.time(6)
        else:
            name, reference = _message(sheet, "msg")
            if not interrupting:
                sheet.model.once.add(name)
            definition = f'<bpmn:messageEventDefinition messageRef="{reference}"/>'
        last = _boundary(sheet, host, definition, interrupting, handler)
        if interrupting:
            join = sheet.add("exclusiveGateway", sheet.model.name("j"))
            sheet.flow(host, join)
            if last is not None:
                sheet.flow(last, join)
            return join
        if last is not None:
            end = sheet.add("endEvent", sheet.model.name("end"))
            sheet.flow(last, end)
        return host

    return draw


def _throw(reference: str, kind: str) -> Block:
    def draw(sheet: Sheet, point: str) -> str:
        definition = f'<bpmn:{kind}EventDefinition {kind}Ref="{reference}"/>'
        event = sheet.add("intermediateThrowEvent", sheet.model.name("h"), definition)
        sheet.flow(point, event)
        return event

    return draw


def told() -> Block:
    """A branch waits for a message that the other throws after a task; it may also come from outside."""

    def draw(sheet: Sheet, point: str) -> str | None:
        _, reference = _message(sheet, "msg")

        def caught(inner: Sheet, head: str) -> str:
            definition = f'<bpmn:messageEventDefinition messageRef="{reference}"/>'
            event = inner.add("intermediateCatchEvent", inner.model.name("w"), definition)
            inner.flow(head, event)
            return event

        return parallel(sequence(caught, user()), sequence(user(), _throw(reference, "message")))(sheet, point)

    return draw


def alarmed(interrupting: bool) -> Block:
    """A task with a signal at its boundary, which the other branch throws; what is left over waits for both."""

    def draw(sheet: Sheet, point: str) -> str | None:
        reference = sheet.model.define("signal", sheet.model.name("sig"))

        def host(inner: Sheet, head: str) -> str:
            task = inner.add("userTask", inner.model.name("t"))
            inner.flow(head, task)
            definition = f'<bpmn:signalEventDefinition signalRef="{reference}"/>'
            last = _boundary(inner, task, definition, interrupting, user())
            join = inner.add("exclusiveGateway" if interrupting else "intermediateThrowEvent", inner.model.name("j"))
            inner.flow(task, join)
            if interrupting:
                inner.flow(last or task, join)
            else:
                end = inner.add("endEvent", inner.model.name("end"))
                inner.flow(last or task, end)
            return join

        return parallel(host, sequence(user(), _throw(reference, "signal"), user()))(sheet, point)

    return draw


def failing(body: Block, beside: Block | None = None) -> Block:
    """A sub-process in which a task may choose an error end, caught at the boundary; it takes `beside` along."""

    def draw(sheet: Sheet, point: str) -> str:
        host, code = sheet.model.name("u"), sheet.model.name("err")
        reference = sheet.model.define("error", code, f' errorCode="{code}"')

        def inside(inner: Sheet, head: str) -> str | None:
            if beside is not None:
                head = _fork(inner, head, beside)
            asked = user()(inner, head)
            split, default = inner.model.name("x"), inner.model.name("f")
            inner.add("exclusiveGateway", split, attributes=f' default="{default}"')
            inner.flow(asked, split)
            end = inner.add("endEvent", inner.model.name("end"), f'<bpmn:errorEventDefinition errorRef="{reference}"/>')
            inner.flow(split, end, f"d_{asked} > 2")
            good = inner.add("intermediateThrowEvent", inner.model.name("p"))
            inner.flow(split, good, identifier=default)
            return body(inner, good)

        text, _ = _inside(sheet, inside, private=True)
        sheet.add("subProcess", host, text)
        sheet.model.elements.remove(host)  # the stock engine also reports a host as completed that an error has left
        sheet.model.only_ours.add(host)
        sheet.flow(point, host)
        last = _boundary(sheet, host, f'<bpmn:errorEventDefinition errorRef="{reference}"/>', True, user())
        join = sheet.add("exclusiveGateway", sheet.model.name("j"))
        sheet.flow(host, join)
        sheet.flow(last or host, join)
        return join

    return draw


def _fork(sheet: Sheet, point: str, beside: Block) -> str:
    """A split behind which the block goes its own way to an end."""
    split = sheet.add("parallelGateway", sheet.model.name("a"))
    sheet.flow(point, split)
    last, end = beside(sheet, split), sheet.model.name("end")
    if last is not None:
        sheet.add("endEvent", end)
        sheet.flow(last, end)
    return split


def terminated(beside: Block | None = None) -> Block:
    """A sub-process with two branches, one of which terminates it."""

    def draw(sheet: Sheet, point: str) -> str:
        def inside(inner: Sheet, head: str) -> None:
            split = _fork(inner, head, beside or sequence(user(), user()))
            stop = inner.add("endEvent", inner.model.name("end"), "<bpmn:terminateEventDefinition/>")
            inner.flow(user()(inner, split) or split, stop)

        host = sheet.model.name("u")
        text, _ = _inside(sheet, inside, private=True)
        sheet.add("subProcess", host, text)
        sheet.flow(point, host)
        return host

    return draw


def draw(body: Block, dialect: str) -> Model:
    """The model of one body in one dialect."""
    model = Model(dialect)
    sheet = Sheet(model)
    text = sheet.whole(body)
    model.processes.insert(0, f'<bpmn:process id="main" isExecutable="true">{text}</bpmn:process>')
    return model


ROUTE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:walks">
<decision id="route" name="route"><decisionTable id="dt" hitPolicy="FIRST">
<input id="i1" label="n"><inputExpression id="ie1" typeRef="number"><text>n</text></inputExpression></input>
<output id="o1" label="dept" name="dept" typeRef="string"/>
<rule id="r1"><inputEntry id="a1"><text>3</text></inputEntry>
<outputEntry id="b1"><text>"three"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="a2"><text>&gt;= 2</text></inputEntry>
<outputEntry id="b2"><text>"many"</text></outputEntry></rule>
<rule id="r3"><inputEntry id="a3"><text></text></inputEntry><outputEntry id="b3"><text>"few"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
