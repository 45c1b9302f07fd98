"""Blocks that the stock engine gets wrong or refuses: walked by ours alone, where no token may ever be lost."""

import random

from tests.engine.walks.blocks import (
    Block,
    Sheet,
    _boundary,
    _inside,
    _message,
    exclusive,
    loop,
    parallel,
    sequence,
    sub_process,
    user,
)
from tests.engine.walks.event_blocks import escalating, guarded_by_two, repeated, several

COMPENSATE = "<bpmn:compensateEventDefinition/>"


def handled(body: Block, *, interrupting: bool) -> Block:
    """A sub-process with an event sub-process that a message begins, or a timer where it does not interrupt."""

    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("u")
        text, _ = _inside(sheet, body)
        inner = Sheet(sheet.model)
        message = f'<bpmn:messageEventDefinition messageRef="{_message(sheet, "msg")[1]}"/>'
        trigger = message if interrupting else message + sheet.time(6)
        start = inner.add(
            "startEvent", sheet.model.name("start"), trigger, f' isInterrupting="{str(interrupting).lower()}"'
        )
        inner.flow(user()(inner, start) or start, inner.add("endEvent", sheet.model.name("end")))
        handler = f'<bpmn:subProcess id="{name}_h" triggeredByEvent="true">{"".join(inner.parts)}</bpmn:subProcess>'
        sheet.add("subProcess", name, text + handler)
        sheet.flow(point, name)
        return name

    return draw


def _undoable(sheet: Sheet, host: str) -> None:
    event = sheet.add("boundaryEvent", f"{host}_on", COMPENSATE, f' attachedToRef="{host}"')
    undo = sheet.add("userTask", f"{host}_undo", attributes=' isForCompensation="true"')
    sheet.parts.append(f'<bpmn:association id="{host}_as" sourceRef="{event}" targetRef="{undo}"/>')


def undone(body: Block, *, inside: bool) -> Block:
    """A task that can be undone, a body, a compensation event; `inside`: behind a sub-process undone as well."""

    def draw(sheet: Sheet, point: str) -> str | None:
        task = user()(sheet, point) or point
        _undoable(sheet, task)
        last = body(sheet, task)
        if last is None:
            return None
        event = sheet.add("intermediateThrowEvent", sheet.model.name("h"), COMPENSATE)
        sheet.flow(last, event)
        return event

    def twice(sheet: Sheet, point: str) -> str | None:
        def first(inner: Sheet, head: str) -> str | None:
            task = user()(inner, head) or head
            _undoable(inner, task)
            return body(inner, task)

        return sequence(sub_process(first), draw)(sheet, point)

    return twice if inside else draw


def cancelled(body: Block) -> Block:
    """A transaction whose last task cancels it with an answer above 1."""

    def draw(sheet: Sheet, point: str) -> str:
        def inside(inner: Sheet, head: str) -> str | None:
            first = user()(inner, head) or head
            _undoable(inner, first)
            asked = user()(inner, body(inner, first) or first) or first
            split, default = inner.model.name("x"), inner.model.name("f")
            inner.add("exclusiveGateway", split, attributes=f' default="{default}"')
            inner.flow(asked, split)
            stop = inner.add("endEvent", inner.model.name("end"), "<bpmn:cancelEventDefinition/>")
            inner.flow(split, stop, f"d_{asked} > 1")
            good = inner.add("intermediateThrowEvent", inner.model.name("p"))
            inner.flow(split, good, identifier=default)
            return good

        host = sheet.model.name("u")
        text, _ = _inside(sheet, inside)
        sheet.add("transaction", host, text)
        sheet.flow(point, host)
        last = _boundary(sheet, host, "<bpmn:cancelEventDefinition/>", True, user())
        join = sheet.add("exclusiveGateway", sheet.model.name("j"))
        sheet.flow(host, join)
        sheet.flow(last or host, join)
        return join

    return draw


def until(body: Block) -> Block:
    """A branch waits until the other's task has been answered, then goes on by a link."""

    def draw(sheet: Sheet, point: str) -> str | None:
        asked = sheet.model.name("t")
        link = sheet.model.name("k")

        def caught(inner: Sheet, head: str) -> str:
            condition = f"<bpmn:condition>d_{asked} &gt;= 0</bpmn:condition>"
            definition = f"<bpmn:conditionalEventDefinition>{condition}</bpmn:conditionalEventDefinition>"
            event = inner.add("intermediateCatchEvent", inner.model.name("w"), definition)
            inner.flow(head, event)
            there = inner.add("intermediateThrowEvent", f"{link}_there", f'<bpmn:linkEventDefinition name="{link}"/>')
            inner.flow(event, there)
            return inner.add("intermediateCatchEvent", f"{link}_here", f'<bpmn:linkEventDefinition name="{link}"/>')

        def answered(inner: Sheet, head: str) -> str:
            inner.flow(head, inner.add("userTask", asked))
            return asked

        return parallel(sequence(caught, body), sequence(answered, user()))(sheet, point)

    return draw


def partial(*blocks: Block) -> Block:
    """A complex gateway that lets a token out as soon as two branches have come, inside a sub-process."""

    def inside(sheet: Sheet, point: str) -> str:
        split, join = sheet.model.name("a"), sheet.model.name("j")
        sheet.add("parallelGateway", split)
        sheet.flow(point, split)
        ends = [block(sheet, split) for block in blocks]
        activation = "<bpmn:activationCondition>activationCount &gt;= 2</bpmn:activationCondition>"
        sheet.add("complexGateway", join, activation)
        for end in ends:
            sheet.flow(end or split, join)
        return join

    return sub_process(inside)


def own(seed: int) -> Block:
    """Two of these blocks one after the other, with others inside them."""
    chance = random.Random(seed)
    return sequence(_block(chance, 0), _block(chance, 0))


def _block(chance: random.Random, depth: int) -> Block:
    if depth == 2:
        return user()
    body = _block(chance, depth + 1)
    other = _block(chance, depth + 1)
    makers = (
        lambda: handled(body, interrupting=True),
        lambda: handled(body, interrupting=False),
        lambda: undone(body, inside=False),
        lambda: undone(body, inside=True),
        lambda: cancelled(body),
        lambda: until(body),
        lambda: partial(body, other, user()),
        lambda: loop(body),
        lambda: parallel(body, other),
        lambda: exclusive(body, other),
        lambda: sequence(several(), body),
        lambda: sequence(guarded_by_two(), escalating(interrupting=False)),
        lambda: repeated(inside=True),
    )
    return chance.choice(makers)()
