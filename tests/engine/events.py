"""Events for tests: definitions, and the elements that hold them."""

ROOTS = (
    '<bpmn:message id="m" name="answer"/><bpmn:message id="m2" name="other"/>'
    '<bpmn:signal id="s" name="storm"/><bpmn:signal id="s2" name="calm"/>'
    '<bpmn:error id="e1" name="one" errorCode="E1"/><bpmn:error id="e2" name="two" errorCode="E2"/>'
    '<bpmn:escalation id="c1" name="one" escalationCode="C1"/>'
    '<bpmn:escalation id="c2" name="two" escalationCode="C2"/>'
)
MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="s"/>'
TERMINATE = "<bpmn:terminateEventDefinition/>"
SPLIT = '<bpmn:parallelGateway id="split"/>'
JOIN = '<bpmn:parallelGateway id="join"/>'


def event(kind: str, identifier: str, inner: str = "", attributes: str = "") -> str:
    """Any element with a name."""
    return f'<bpmn:{kind} id="{identifier}" name="{identifier}" {attributes}>{inner}</bpmn:{kind}>'


def catch(identifier: str, inner: str, attributes: str = "") -> str:
    return event("intermediateCatchEvent", identifier, inner, attributes)


def throw(identifier: str, inner: str = "", attributes: str = "") -> str:
    return event("intermediateThrowEvent", identifier, inner, attributes)


def end(identifier: str, inner: str = "") -> str:
    return event("endEvent", identifier, inner)


def boundary(identifier: str, host: str, inner: str, interrupting: bool = True) -> str:
    return event(
        "boundaryEvent", identifier, inner, f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"'
    )


def handler(identifier: str, trigger: str, content: str, interrupting: bool = True) -> str:
    """An event sub-process; its start event is `<identifier>_on`."""
    start = event("startEvent", f"{identifier}_on", trigger, f'isInterrupting="{str(interrupting).lower()}"')
    return event("subProcess", identifier, start + content, 'triggeredByEvent="true"')


def inside(identifier: str, content: str, kind: str = "subProcess") -> str:
    """A sub-process."""
    return event(kind, identifier, content)


def timer(kind: str, text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:time{kind}>{text}</bpmn:time{kind}></bpmn:timerEventDefinition>"


def condition(text: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>"


def error(reference: str = "") -> str:
    return f'<bpmn:errorEventDefinition errorRef="{reference}"/>' if reference else "<bpmn:errorEventDefinition/>"


def escalation(reference: str = "") -> str:
    named = f' escalationRef="{reference}"' if reference else ""
    return f"<bpmn:escalationEventDefinition{named}/>"


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def extension(inner: str) -> str:
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"
