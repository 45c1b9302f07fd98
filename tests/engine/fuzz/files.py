"""DMN and BPMN files: elements of every kind in random order, then whole or with bytes broken."""

from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from tests.engine.drawing import HEAD
from tests.engine.fuzz.feel import EXPRESSIONS

IDS = st.sampled_from([*"abcdefgh", "", "a b", "1", "中"])
NODES = (
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "scriptTask",
    "businessRuleTask",
    "sendTask",
    "receiveTask",
    "callActivity",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "complexGateway",
    "dataObject",
    "dataStoreReference",
    "laneSet",
    "textAnnotation",
    "nonsense",
)
EVENTS = (
    "message",
    "timer",
    "signal",
    "error",
    "escalation",
    "conditional",
    "compensate",
    "cancel",
    "link",
    "terminate",
    "odd",
)
VALUES = st.one_of(IDS, st.sampled_from(["true", "false", "0", "-1", "p", "q", "m", "python", "feel", "juel"]))
ATTRIBUTES = (
    "default",
    "attachedToRef",
    "cancelActivity",
    "triggeredByEvent",
    "isForCompensation",
    "calledElement",
    "messageRef",
    "scriptFormat",
    "name",
    "instantiate",
    "onegrid:role",
    "onegrid:milestone",
    "onegrid:outcome",
    "isExecutable",
    "startQuantity",
)
TIMES = st.one_of(
    EXPRESSIONS, st.sampled_from(["PT1H", "R3/PT1H", "R/PT0S", "R-1/PT1S", "P99999999999D", "2026-01-01T00:00:00Z"])
)
_BARE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


def plain(text: str) -> str:
    """Without the characters that XML has no place for."""
    return text.translate(_BARE)


def element(tag: str, attributes: dict[str, str], content: str = "") -> str:
    """One element of BPMN."""
    said = "".join(f" {name}={quoteattr(plain(value))}" for name, value in attributes.items())
    return f"<bpmn:{tag}{said}>{content}</bpmn:{tag}>"


@st.composite
def event(draw: st.DrawFn) -> str:
    """An event definition."""
    kind = draw(st.sampled_from(EVENTS))
    content = ""
    if kind == "timer":
        part = draw(st.sampled_from(["timeDate", "timeDuration", "timeCycle"]))
        content = element(part, {}, escape(plain(draw(TIMES))))
    elif kind == "conditional":
        content = element("condition", {}, escape(plain(draw(EXPRESSIONS))))
    reference = {f"{kind}Ref": draw(st.sampled_from(["m", "s", "x", ""]))} if draw(st.booleans()) else {}
    return element(f"{kind}EventDefinition", reference, content)


@st.composite
def loop(draw: st.DrawFn) -> str:
    """Loop characteristics."""
    if draw(st.booleans()):
        return element("standardLoopCharacteristics", {"testBefore": draw(VALUES)})
    inner = element("loopCardinality", {}, escape(plain(draw(EXPRESSIONS))))
    inner += element("completionCondition", {}, escape(plain(draw(EXPRESSIONS))))
    return element("multiInstanceLoopCharacteristics", {"isSequential": draw(VALUES)}, inner)


@st.composite
def node(draw: st.DrawFn, depth: int) -> str:
    """A flow node, or what else stands among them."""
    tag = draw(st.sampled_from(NODES))
    names = draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=3, unique=True))
    attributes = {"id": draw(IDS), **{name: draw(VALUES) for name in names}}
    content = ""
    if tag.endswith("Event") and draw(st.booleans()):
        content += draw(event())
    if tag.endswith(("Task", "Activity", "Process")) and draw(st.integers(0, 3)) == 0:
        content += draw(loop())
    if tag == "scriptTask":
        content += element("script", {}, escape(plain(draw(EXPRESSIONS))))
    if tag in ("subProcess", "transaction", "adHocSubProcess") and depth < 2:
        content += draw(scope(depth + 1))
    return element(tag, attributes, content)


@st.composite
def flow(draw: st.DrawFn) -> str:
    """A sequence flow, perhaps with a condition."""
    ends = {"sourceRef": draw(IDS), "targetRef": draw(IDS)}
    if draw(st.booleans()):
        ends["id"] = draw(st.sampled_from(["f1", "f2", "f3", "a", ""]))
    content = ""
    if draw(st.booleans()):
        content = element("conditionExpression", {}, escape(plain(draw(EXPRESSIONS))))
    return element("sequenceFlow", ends, content)


@st.composite
def scope(draw: st.DrawFn, depth: int = 0) -> str:
    """What stands in a process."""
    parts = draw(st.lists(st.one_of(node(depth), flow(), flow()), max_size=10))
    return "".join(parts)


@st.composite
def straight(draw: st.DrawFn) -> str:
    """A scope that mostly runs: a chain whose inner nodes are random."""
    names = "abcdefgh"[: draw(st.integers(0, 6))]
    body = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    for name in names:
        tag = draw(
            st.sampled_from(["userTask", "scriptTask", "exclusiveGateway", "parallelGateway", "task", "subProcess"])
        )
        content = element("script", {}, escape(plain(draw(EXPRESSIONS)))) if tag == "scriptTask" else ""
        if tag.endswith("Task") and draw(st.integers(0, 4)) == 0:
            content += draw(loop())
        body += element(tag, {"id": name, "name": name}, content)
    for source, target in zip(["start", *names], [*names, "end"], strict=True):
        body += element("sequenceFlow", {"id": f"{source}-{target}", "sourceRef": source, "targetRef": target})
    return body + draw(st.one_of(st.just(""), flow()))


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with a piece taken out, doubled or overwritten; mostly they stay whole."""
    if draw(st.integers(0, 2)):
        return data
    first = draw(st.integers(0, len(data)))
    last = draw(st.integers(first, min(len(data), first + 40)))
    return data[:first] + draw(st.sampled_from([b"", data[first:last] * 2, b"\0", b"<", b"&#", b"\xff"])) + data[last:]


@st.composite
def bpmn_files(draw: st.DrawFn) -> bytes:
    """A BPMN file with one or two processes."""
    roots = '<bpmn:message id="m" name="m"/><bpmn:signal id="s" name="s"/><bpmn:error id="x" errorCode="e"/>'
    processes = ""
    for name in draw(st.sampled_from([["p"], ["p"], ["p", "q"]])):
        content = draw(st.one_of(scope(), straight(), straight()))
        processes += element("process", {"id": name, "isExecutable": draw(st.sampled_from(["true", "false"]))}, content)
    return draw(damaged(f"{HEAD}{roots}{processes}</bpmn:definitions>".encode()))


TYPES = st.sampled_from(["string", "number", "boolean", "date", "Any", "tItem", "x", ""])


def _text(text: str) -> str:
    return f"<text>{escape(plain(text))}</text>"


def _box(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    named = st.sampled_from(["a", "b", "", "x y"])
    return st.one_of(
        st.lists(st.tuples(named, inner), max_size=3).map(
            lambda entries: (
                "<context>"
                + "".join(f'<contextEntry><variable name="{name}"/>{box}</contextEntry>' for name, box in entries)
                + "</context>"
            )
        ),
        st.lists(inner, max_size=3).map(lambda items: f"<list>{''.join(items)}</list>"),
        st.tuples(inner, named, inner).map(
            lambda t: f'<invocation>{t[0]}<binding><parameter name="{t[1]}"/>{t[2]}</binding></invocation>'
        ),
        inner.map(lambda box: f'<functionDefinition><formalParameter name="a"/>{box}</functionDefinition>'),
        st.tuples(inner, inner, inner).map(
            lambda t: f"<conditional><if>{t[0]}</if><then>{t[1]}</then><else>{t[2]}</else></conditional>"
        ),
        st.tuples(inner, inner).map(
            lambda t: f'<for iteratorVariable="i"><in>{t[0]}</in><return>{t[1]}</return></for>'
        ),
        st.tuples(inner, inner).map(lambda t: f"<filter><in>{t[0]}</in><match>{t[1]}</match></filter>"),
    )


@st.composite
def table(draw: st.DrawFn) -> str:
    """A decision table, its counts not always fitting."""
    policy = draw(
        st.sampled_from(["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT", "ODD"])
    )
    aggregation = draw(st.sampled_from(["", "", ' aggregation="SUM"', ' aggregation="COUNT"', ' aggregation="ODD"']))
    inputs, outputs = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    asked = [
        f'<inputExpression typeRef="{draw(TYPES)}">{_text(draw(EXPRESSIONS))}</inputExpression>' for _ in range(inputs)
    ]
    columns = "".join(f'<input id="i{n}">{expression}</input>' for n, expression in enumerate(asked))
    columns += "".join(f'<output id="o{n}" name="o{n}" typeRef="{draw(TYPES)}"/>' for n in range(outputs))
    rules = ""
    for _ in range(draw(st.integers(0, 4))):
        cells = "".join(f"<inputEntry>{_text(draw(EXPRESSIONS))}</inputEntry>" for _ in range(inputs))
        cells += "".join(
            f"<outputEntry>{_text(draw(EXPRESSIONS))}</outputEntry>"
            for _ in range(outputs + draw(st.sampled_from([0, 0, 1])))
        )
        rules += f"<rule>{cells}</rule>"
    return f'<decisionTable hitPolicy="{policy}"{aggregation}>{columns}{rules}</decisionTable>'


LITERAL = EXPRESSIONS.map(lambda text: f"<literalExpression>{_text(text)}</literalExpression>")
BOXES = st.one_of(table(), st.recursive(LITERAL, _box, max_leaves=5))
VERSIONS = st.sampled_from(
    [
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    ]
)


@st.composite
def dmn_files(draw: st.DrawFn) -> bytes:
    """A DMN file with a few decisions that need one another."""
    body = '<inputData id="in" name="a"><variable name="a" typeRef="number"/></inputData>'
    for name in draw(st.lists(st.sampled_from(["d", "e", "g"]), max_size=3)):
        needs = "".join(
            f'<informationRequirement><requiredDecision href="#{target}"/></informationRequirement>'
            for target in draw(st.lists(st.sampled_from(["d", "e", "g", "gone"]), max_size=2))
        )
        body += f'<decision id="{name}" name="{name}"><variable name="{name}" typeRef="{draw(TYPES)}"/>{needs}{draw(BOXES)}</decision>'
    if draw(st.booleans()):
        allowed = _text(draw(EXPRESSIONS))
        body += f'<itemDefinition name="tItem"><typeRef>{draw(TYPES)}</typeRef><allowedValues>{allowed}</allowedValues></itemDefinition>'
    if draw(st.booleans()):
        body += f'<businessKnowledgeModel id="k" name="k"><encapsulatedLogic>{draw(BOXES)}</encapsulatedLogic></businessKnowledgeModel>'
    head = f'<definitions xmlns="{draw(VERSIONS)}" id="m" name="m" namespace="urn:t">'
    return draw(damaged(f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{body}</definitions>'.encode()))
