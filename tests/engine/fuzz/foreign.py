"""Deliveries as other tools write them: JUEL, Python, vendors' attributes and elements, several files in an archive."""

# ruff: noqa: E501 - texts of XML read best one a line

import io
import json
import zipfile
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from tests.engine.drawing import HEAD
from tests.engine.fuzz.feel import EXPRESSIONS, broken
from tests.engine.fuzz.files import IDS, NODES, bpmn_files, damaged, dmn_files, event, flow, plain

VENDORS = (
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
    'xmlns:activiti="http://activiti.org/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
)
SPIFF = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
WORDS = st.sampled_from(
    ["a", "amount", "execution", "initiator", "case", "item", "date", "名", "x_y", "not", "loopCounter"]
)
ATOMS = st.one_of(
    WORDS,
    st.integers(-9, 10**20).map(str),
    st.text(alphabet="ab'\\中\n", max_size=4).map(
        lambda text: "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    ),
    st.sampled_from(["true", "null", "None", "1.5", '"t"', "''", "[]", "{}", "1e999", "0x1f"]),
)
SIGNS = st.sampled_from(
    ["&&", "||", "==", "!=", "<", ">=", "eq", "and", "or", "mod", "div", "+", "-", "*", "/", "%", "in", "is not", "**"]
)


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3).map(", ".join)
    called = st.sampled_from(
        ["execution.getVariable", "bean.of", "len", "now", "dateTime().plusDays", "timedelta", "range", "str", "a.get"]
    )
    return st.one_of(
        st.tuples(inner, SIGNS, inner).map(" ".join),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]} ? {t[1]} : {t[2]}"),
        st.tuples(inner, inner, inner).map(lambda t: f"{t[0]} if {t[1]} else {t[2]}"),
        st.tuples(called, several).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"{t[0]}[{t[1]}]"),
        st.tuples(inner, WORDS).map(lambda t: f"{t[0]}.{t[1]}"),
        st.tuples(WORDS, inner, inner).map(lambda t: f"[{t[1]} for {t[0]} in {t[2]} if {t[0]}]"),
        st.tuples(WORDS, inner).map(lambda t: f"{{'{t[0]}': {t[1]}}}"),
        inner.map(lambda text: f"!({text})"),
        inner.map(lambda text: f"empty {text}"),
        inner.map(lambda text: f"not {text}"),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: "(" * 40 + text + ")" * 40),
    )


CODE = st.recursive(ATOMS, _composed, max_leaves=8)
JUEL = st.one_of(CODE, broken(CODE)).map(lambda text: f"${{{text}}}")
TEXTS = st.one_of(
    JUEL, JUEL, CODE, EXPRESSIONS, EXPRESSIONS.map(lambda text: f"={text}"), st.sampled_from(["PT1H", "R3/PT1H", "x"])
)
LINES = st.one_of(
    st.tuples(WORDS, CODE).map(" = ".join),
    st.tuples(WORDS, CODE).map(lambda t: f"execution.setVariable('{t[0]}', {t[1]});"),
    CODE,
    st.tuples(CODE, WORDS).map(lambda t: f"if {t[0]}:\n    {t[1]} = 1\nelse:\n    del {t[1]}"),
    st.tuples(WORDS, CODE).map(lambda t: f"for {t[0]} in {t[1]}:\n    pass"),
    st.sampled_from(
        ["import os", "while True: pass", "var a = 1", "def f(x): return f(x)", "a += 1", "// note", "# note"]
    ),
)
SCRIPTS = st.one_of(st.lists(LINES, max_size=4).map("\n".join), broken(CODE))
ATTRIBUTES = (
    "assignee", "candidateUsers", "candidateGroups", "dueDate", "followUpDate", "priority", "formKey", "class", "type",
    "expression", "delegateExpression", "topic", "resultVariable", "collection", "elementVariable", "decisionRef",
    "mapDecisionResult", "initiator", "asyncBefore", "dataType", "userType", "text", "calledElementBinding", "unheard",
)  # fmt: skip
EXTENSIONS = (
    '<{v}:taskListener event="create" class="a.B" expression={q}/>',
    '<{v}:executionListener event="start" expression={q}/>',
    '<{v}:formData><{v}:formField id={n} label="x" type="long" defaultValue={q}/></{v}:formData>',
    '<{v}:formProperty id={n} type="enum"><{v}:value id="a" name={q}/></{v}:formProperty>',
    '<{v}:inputOutput><{v}:inputParameter name={n}>{t}</{v}:inputParameter><{v}:outputParameter name={n}>{t}</{v}:outputParameter></{v}:inputOutput>',
    '<{v}:in source={n} target={n}/><{v}:out sourceExpression={q} target={n}/><{v}:in variables="all"/>',
    "<{v}:field name={n}><{v}:expression>{t}</{v}:expression></{v}:field>",
    '<zeebe:taskDefinition type={q} retries="3"/>',
    "<zeebe:ioMapping><zeebe:input source={q} target={n}/><zeebe:output source={q} target={n}/></zeebe:ioMapping>",
    '<zeebe:assignmentDefinition assignee={q} candidateGroups={q}/>',
    "<zeebe:calledDecision decisionId={q} resultVariable={n}/><zeebe:calledElement processId={q}/>",
    "<zeebe:script expression={q} resultVariable={n}/>",
    "<spiffworkflow:preScript>{t}</spiffworkflow:preScript><spiffworkflow:postScript>{t}</spiffworkflow:postScript>",
    '<spiffworkflow:properties><spiffworkflow:property name="formJsonSchemaFilename" value={n}/></spiffworkflow:properties>',
    '<spiffworkflow:serviceTaskOperator id={n} resultVariable={n}><spiffworkflow:parameters><spiffworkflow:parameter id={n} value={q}/></spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>',
    "<spiffworkflow:instructionsForEndUser>{t}</spiffworkflow:instructionsForEndUser>",
)  # fmt: skip


@st.composite
def extension(draw: st.DrawFn) -> str:
    """An extension element of some vendor."""
    text, name = plain(draw(TEXTS)), plain(draw(st.one_of(WORDS, IDS)))
    vendor = draw(st.sampled_from(["camunda", "flowable", "activiti"]))
    return draw(st.sampled_from(EXTENSIONS)).format(v=vendor, q=quoteattr(text), t=escape(text), n=quoteattr(name))


@st.composite
def settings_of(draw: st.DrawFn) -> tuple[str, str]:
    """Attributes and extension elements of a node."""
    vendor = draw(st.sampled_from(["camunda", "flowable", "activiti"]))
    names = draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=3, unique=True))
    attributes = "".join(f" {vendor}:{name}={quoteattr(plain(draw(st.one_of(TEXTS, WORDS))))}" for name in names)
    inside = "".join(draw(st.lists(extension(), max_size=2)))
    return attributes, f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""


@st.composite
def repeated(draw: st.DrawFn) -> str:
    """Loop characteristics in a vendor's words or by the standard's data."""
    name = plain(draw(st.one_of(WORDS, TEXTS)))
    condition = escape(plain(draw(TEXTS)))
    return (
        f"<bpmn:multiInstanceLoopCharacteristics flowable:collection={quoteattr(name)} flowable:elementVariable='one'>"
        f"<bpmn:loopDataInputRef>{escape(name)}</bpmn:loopDataInputRef><bpmn:inputDataItem id='one'/>"
        f"<bpmn:completionCondition>{condition}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"
    )


@st.composite
def foreign_diagram(draw: st.DrawFn) -> bytes:
    """A chain of nodes with vendors' settings, conditions and scripts; mostly it could run."""
    names = "abcdef"[: draw(st.integers(0, 4))]
    body = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
    for name in names:
        tag = draw(
            st.one_of(
                st.sampled_from(["userTask", "serviceTask", "scriptTask", "businessRuleTask"]), st.sampled_from(NODES)
            )
        )
        attributes, content = draw(settings_of())
        if tag == "scriptTask":
            language = draw(st.sampled_from(["", "python", "groovy", "javascript", "feel"]))
            attributes += f" scriptFormat={quoteattr(language)}"
            content += f"<bpmn:script>{escape(plain(draw(SCRIPTS)))}</bpmn:script>"
        if tag.endswith("Event") and draw(st.booleans()):
            content += draw(event())
        if tag.endswith("Task") and draw(st.integers(0, 3)) == 0:
            content += draw(repeated())
        called = ' calledElement="q"' if tag == "callActivity" else ""
        body += f'<bpmn:{tag} id="{name}"{attributes}{called}>{content}</bpmn:{tag}>'
    for source, target in zip(["start", *names], [*names, "end"], strict=True):
        condition = ""
        if draw(st.integers(0, 3)) == 0:
            condition = f"<bpmn:conditionExpression>{escape(plain(draw(TEXTS)))}</bpmn:conditionExpression>"
        body += f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{condition}</bpmn:sequenceFlow>'
    body += draw(st.one_of(st.just(""), flow()))
    declared = VENDORS + SPIFF  # the modeler of SpiffWorkflow declares its prefix in every file: then texts are Python
    if "spiffworkflow:" not in body and draw(st.booleans()):
        declared = VENDORS
    process = draw(st.sampled_from(["p", "q"]))
    head = HEAD.replace("xmlns:bpmn=", f"{declared}xmlns:bpmn=", 1)
    text = f'{head}<bpmn:process id="{process}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    return draw(damaged(text.encode()))


FORMS = st.one_of(
    st.just(b'{"components": [{"type": "textfield", "key": "a"}]}'),
    st.dictionaries(st.sampled_from(["components", "id", "type"]), st.sampled_from([[], "x", 1, None])).map(
        lambda found: json.dumps(found).encode()
    ),
    st.binary(max_size=20),
    st.dictionaries(
        st.sampled_from(["a", "case", "two words", ""]),
        st.dictionaries(
            st.sampled_from(["type", "title", "enum", "enumNames", "oneOf", "format", "minimum", "default", "pattern"]),
            st.sampled_from(
                ["string", "integer", "object", "date", [], ["x", None, {}], [{"const": 1}, 2], 1.5, True, {}]
            ),
        ),
    ).map(lambda fields: json.dumps({"type": "object", "properties": fields, "required": ["a", 1]}).encode()),
)


@st.composite
def deliveries(draw: st.DrawFn) -> bytes:
    """An archive of diagrams, tables and forms, or one diagram alone; sometimes with bytes broken."""
    files = [("a.bpmn", draw(foreign_diagram()))]
    for name, strategy in (
        ("b.bpmn", bpmn_files()),
        ("c.bpmn", foreign_diagram()),
        ("d.dmn", dmn_files()),
        ("e.form", FORMS),
    ):
        if draw(st.integers(0, 4)) == 0:
            files.append((name, draw(strategy)))
    if len(files) == 1 and draw(st.booleans()):
        return files[0][1]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)
    return draw(damaged(made.getvalue()))
