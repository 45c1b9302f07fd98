"""More blocks: loops and events that the stock engine runs as the standard says."""

from tests.engine.walks.blocks import Block, Sheet, _boundary, _inside, _message, parallel, sequence, user


def repeated(*, inside: bool = False, test_before: bool = False) -> Block:
    """A standard loop of a task, or of a sub-process of two: at most three rounds, while the last answer is above 1."""

    def draw(sheet: Sheet, point: str) -> str:
        name = sheet.model.name("l")
        attributes = f'loopMaximum="3" testBefore="{str(test_before).lower()}"'
        if inside:
            text, elements = _inside(sheet, sequence(user(), user()))
            asked = [element for element in elements if element.startswith("t")][-1]
        else:
            text, asked = "", name
        condition = "true" if test_before and sheet.ours else "True" if test_before else f"d_{asked} &gt; 1"
        loop = (
            f"<bpmn:standardLoopCharacteristics {attributes}><bpmn:loopCondition>{condition}</bpmn:loopCondition>"
            "</bpmn:standardLoopCharacteristics>"
        )
        sheet.add("subProcess" if inside else "userTask", name, loop + text)
        sheet.flow(point, name)
        return name

    return draw


def escalating(interrupting: bool, *, at_end: bool = False) -> Block:
    """A sub-process that escalates between two tasks or at its end, with the event at its boundary."""

    def draw(sheet: Sheet, point: str) -> str:
        host, code = sheet.model.name("u"), sheet.model.name("esc")
        reference = sheet.model.define("escalation", code, f' escalationCode="{code}"')
        definition = f'<bpmn:escalationEventDefinition escalationRef="{reference}"/>'

        def inside(inner: Sheet, head: str) -> str | None:
            last = user()(inner, head) or head
            thrower = inner.add("endEvent" if at_end else "intermediateThrowEvent", inner.model.name("h"), definition)
            inner.flow(last, thrower)
            return None if at_end else user()(inner, thrower)

        text, _ = _inside(sheet, inside, private=interrupting)
        sheet.add("subProcess", host, text)
        sheet.model.elements.remove(host)  # the stock engine also reports a host as completed that was interrupted
        sheet.model.only_ours.add(host)
        sheet.flow(point, host)
        last = _boundary(sheet, host, definition, interrupting, user())
        join = sheet.add("exclusiveGateway", sheet.model.name("j")) if interrupting else host
        if interrupting:
            sheet.flow(host, join)
            sheet.flow(last or host, join)
        else:
            sheet.flow(last or host, sheet.add("endEvent", sheet.model.name("end")))
        return join

    return draw


def _two_messages(sheet: Sheet) -> str:
    messages = [_message(sheet, "msg") for _ in range(2)]
    sheet.model.once.update(name for name, _ in messages)
    return "".join(f'<bpmn:messageEventDefinition messageRef="{reference}"/>' for _, reference in messages)


def several(*, all_of_them: bool = False) -> Block:
    """A branch waits for any, or all, of two messages."""

    def draw(sheet: Sheet, point: str) -> str | None:
        def caught(inner: Sheet, head: str) -> str:
            attribute = f' parallelMultiple="{str(all_of_them).lower()}"'
            event = inner.add("intermediateCatchEvent", inner.model.name("w"), _two_messages(inner), attribute)
            inner.flow(head, event)
            return event

        return parallel(sequence(caught, user()), user())(sheet, point)

    return draw


def guarded_by_two() -> Block:
    """A task with two messages at one interrupting boundary event."""

    def draw(sheet: Sheet, point: str) -> str:
        host = sheet.add("userTask", sheet.model.name("t"))
        sheet.flow(point, host)
        last = _boundary(sheet, host, _two_messages(sheet), True, user())
        join = sheet.add("exclusiveGateway", sheet.model.name("j"))
        sheet.flow(host, join)
        sheet.flow(last or host, join)
        return join

    return draw
