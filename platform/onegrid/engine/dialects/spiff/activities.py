"""Forms, instructions, service operators, decisions, and scripts before and after an activity."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.camunda.values import own_name
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import shown, translated
from onegrid.engine.dialects.fields import slug
from onegrid.engine.dialects.people import People
from onegrid.engine.dialects.python import python_script_to_feel, python_to_feel
from onegrid.engine.dialects.untranslatable import Untranslatable
from onegrid.engine.dialects.vendors import SPIFF, ZEEBE
from onegrid.engine.dialects.words import Words, children_named, local_name, put_into
from onegrid.feel import compile_expression
from onegrid.feel.syntax import ContextLiteral

_MAPPING = bpmn.HUMAN | {"callActivity", "businessRuleTask", "scriptTask"}
_FORM = ("formJsonSchemaFilename", "formUiSchemaFilename")


def read_activity(node: etree._Element, gathered: Gathered) -> None:
    """Whatever of it the element has."""
    words, kind = Words(node, SPIFF, gathered.problems), bpmn.kind(node)
    if kind in bpmn.HUMAN:
        _instructions(words)
        _form(words)
        _people(words)
    elif kind == "endEvent":
        _instructions(words)
    elif kind == "serviceTask":
        _operator(words)
    elif kind == "businessRuleTask":
        for called in words.take_elements("calledDecisionId"):
            if not words.has_own("binding"):
                words.put("binding", decision=bpmn.text_of(called))
    elif kind == "callActivity" and not _says_what_crosses(node):
        words.note(
            "vendor.replace",
            word="callActivity",
            why=("there all data cross into the called process and back, here only what is mapped",
                 "原引擎中全部数据往返传递，此处只传递已映射的值"),
            instead=("Add an onegrid:in or onegrid:out for each value.", "请为每个值添加 onegrid:in 或 onegrid:out。"),
        )  # fmt: skip
    _scripts(words, kind)


def _says_what_crosses(node: etree._Element) -> bool:
    """Camunda 8's own words for it, which are read there."""
    extensions = bpmn.named(node, "extensionElements")
    inner = () if extensions is None else extensions.iterchildren(etree.Element)
    return any(local_name(each, ZEEBE) == "calledElement" for each in inner)


def _instructions(words: Words) -> None:
    """What is to be done becomes the documentation, where there is none."""
    for found in words.take_elements("instructionsForEndUser"):
        text = bpmn.text_of(found)
        if text and bpmn.named(words.owner, "documentation") is None:
            documentation = etree.Element(bpmn.tag("documentation"))
            documentation.text = text
            words.owner.insert(0, documentation)
            words.note("vendor.mapped", word="instructionsForEndUser", becomes=("the documentation", "办理说明"))


def _form(words: Words) -> None:
    for group in words.take_elements("properties"):
        named = {each.get("name"): each.get("value") or "" for each in children_named(group, "property")}
        name = next((named[key] for key in _FORM if named.get(key)), "")
        if name and not words.has_own("form"):
            form = slug(name.rpartition("/")[2].removesuffix(".json").removesuffix("-schema"))
            words.put("form", ref=form)
            words.note("vendor.form", text=name, form=form)
        for other in sorted(set(filter(None, named)) - set(_FORM)):
            why = ("free properties are read by that engine's programs only", "自由属性只由该引擎的程序读取")
            words.note("vendor.kept", word=f"property {other}", why=why)


def _people(words: Words) -> None:
    """A lane's name is the group there; here a role is chosen, so that the name is only told."""
    process = bpmn.process_of(words.owner)
    identifier = words.owner.get("id")
    for lane in () if process is None else process.iter(bpmn.tag("lane")):
        if any(bpmn.text_of(each) == identifier for each in lane.iterchildren(bpmn.tag("flowNodeRef"))):
            name = bpmn.label(lane)
            if name and not lane.get(f"{{{bpmn.ONEGRID}}}role") and not words.has_own("assignment"):
                people = People(words)
                people.candidates(name, ("the lane", "泳道"))
                people.write()


def _operator(words: Words) -> None:
    for operator in words.take_elements("serviceTaskOperator"):
        name = operator.get("id") or "?"
        words.note("vendor.program", what=("the operator", "服务操作"), name=name)
        if words.has_own("call"):
            continue
        call = words.put("call", operation=name)
        words.refusal = "vendor.parameter"
        for group in children_named(operator, "parameters"):
            for parameter in children_named(group, "parameter"):
                own, text = own_name(words, parameter.get("id") or ""), parameter.get("value") or ""
                if own and text:
                    what = (f"the parameter “{own}”", f"参数“{own}”")
                    feel = translated(words, what, text, python_to_feel, at=parameter) or "null"
                    put_into(call, "parameter", {"name": own, "value": f"={feel}"})
        result = own_name(words, operator.get("resultVariable") or "")
        if result:
            put_into(call, "result", {"from_": "result", "to": result})


def _scripts(words: Words, kind: str) -> None:
    """What a post-script assigns is mapped out, where our elements map; anything else is told."""
    for name in ("preScript", "postScript"):
        for found in words.take_elements(name):
            text = "".join(str(part) for part in found.itertext())
            if not text.strip():
                continue
            maps = name == "postScript" and kind in _MAPPING
            if maps and _mapped_out(words, text):
                continue
            words.note(
                "vendor.replace",
                found,
                word=f"{name}: {shown(text)}",
                why=("scripts around an element are not run", "不执行元素前后的脚本"),
                instead=("Draw a script task before or behind it.", "请在其前后画脚本任务。"),
            )


def _mapped_out(words: Words, text: str) -> bool:
    try:
        feel = python_script_to_feel(text)
    except Untranslatable:
        return False
    node = compile_expression(feel).node
    if not isinstance(node, ContextLiteral) or len(node.entries) != 1:
        return False
    ((name, _),) = node.entries
    words.put("out", from_=feel.removeprefix("{").removesuffix("}").strip().removeprefix(f"{name}:").strip(), to=name)
    words.note("expression.translated", what=("the post-script", "后置脚本"), text=shown(text), feel=shown(feel))
    return True
