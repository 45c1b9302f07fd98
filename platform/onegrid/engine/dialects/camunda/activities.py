"""Call activities, multi-instance and script tasks of Camunda 7, Flowable and Activiti."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.camunda.values import own_name, parameter_value, taken
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import SCRIPT, juel, shown
from onegrid.engine.dialects.juel import Untranslatable, is_juel
from onegrid.engine.dialects.juel.parser import JUEL, SPOKEN
from onegrid.engine.dialects.scripts import assignments_to_script, expression_to_script
from onegrid.engine.dialects.vendors import CAMUNDA
from onegrid.engine.dialects.words import Words, children_named

_FEEL = ("", "feel", "application/feel", "text/feel")
_JUEL = ("juel", "uel", "el")


def read_call(node: etree._Element, gathered: Gathered) -> None:
    """What is called, and which values cross."""
    words = Words(node, CAMUNDA, gathered.problems)
    if case := words.take("caseRef"):
        words.note(
            "vendor.replace",
            word=f"caseRef {shown(case)}",
            why=("it calls a CMMN case", "它调用 CMMN 案例"),
            instead=("Draw the case as a process and call that.", "请把案例画成流程后调用。"),
        )
    how = taken(words, "calledElementBinding", "calledElementType", "calledElementVersion", "calledElementVersionTag",
                "calledElementTenantId", "sameDeployment")  # fmt: skip
    if how:
        why = ("the published version that its publishing froze is called", "调用发布时固定的已发布版本")
        words.note("vendor.kept", word=how, why=why)
    if (called := node.get("calledElement") or "") and is_juel(called):
        words.note("call.by_expression", text=shown(called))
        node.set("calledElement", f"{node.get('id')}__called")
    for word, name in (("in", "in"), ("out", "out")):
        _crossing(words, words.take_elements(word), name)
    for group in words.take_elements("inputOutput"):
        _parameters(words, group)
    if words.take("inheritVariables") == "true":
        _all(words, "inheritVariables")


def _crossing(words: Words, found: list[etree._Element], name: str) -> None:
    for each in found:
        if each.get("variables") == "all":
            _all(words, f"{name} variables=all")
            continue
        if each.get("businessKey"):
            why = ("called processes see the same case", "被调用流程看到同一案件")
            words.note("vendor.kept", each, word="businessKey", why=why)
            continue
        target = own_name(words, each.get("target") or each.get("source") or "")
        source = each.get("sourceExpression") or ""
        if source:
            feel = juel(words, (f"`{name}` to {target}", f"写入 {target} 的 {name}"), source, at=each) or "null"
        else:
            feel = own_name(words, each.get("source") or "")
        if target and feel:
            words.put(name, from_=feel, to=target)


def _parameters(words: Words, group: etree._Element) -> None:
    for tag, name in (("inputParameter", "in"), ("outputParameter", "out")):
        for each in children_named(group, tag):
            if target := own_name(words, each.get("name") or ""):
                words.put(name, from_=parameter_value(words, each, target), to=target)


def _all(words: Words, word: str) -> None:
    words.note(
        "vendor.replace",
        word=word,
        why=("only values that are mapped cross between processes", "流程之间只传递已映射的值"),
        instead=("Add an onegrid:in or onegrid:out for each value.", "请为每个值添加 onegrid:in 或 onegrid:out。"),
    )


def read_loop(node: etree._Element, gathered: Gathered) -> None:
    """Collection, element variable, cardinality and completion condition of a multi-instance activity."""
    loop = bpmn.named(node, "multiInstanceLoopCharacteristics")
    if loop is None:
        return
    words = Words(loop, CAMUNDA, gathered.problems)
    collection = words.take("collection", "collectionString")
    for found in words.take_inside("collection"):
        collection = collection or next((bpmn.text_of(e) for e in children_named(found, "expression", "string")), "")
    item = words.take("elementVariable")
    own = f"{{{bpmn.ONEGRID}}}"
    from_vendor = bool(collection)
    if collection and not loop.get(f"{own}inputCollection"):
        loop.set(f"{own}inputCollection", _collection(words, collection, node.get("id") or "items"))
    if item and not loop.get(f"{own}inputElement") and (name := own_name(words, item)):
        loop.set(f"{own}inputElement", name)
    if from_vendor:  # Camunda and Flowable loop over the collection where both are given
        for cardinality in list(loop.iterchildren(bpmn.tag("loopCardinality"))):
            loop.remove(cardinality)
    for kind, what in (
        ("loopCardinality", ("the cardinality", "次数")),
        ("completionCondition", ("the completion condition", "完成条件")),
    ):
        found_text = bpmn.named(loop, kind)
        if found_text is not None and is_juel(text := bpmn.text_of(found_text)):
            feel = juel(words, what, text, at=found_text)
            found_text.text = feel if feel is not None else ("1" if kind == "loopCardinality" else "false")


def _collection(words: Words, text: str, identifier: str) -> str:
    """A bare word names a variable. What can't be said becomes a list that a person gives when trying the process."""
    if is_juel(text):
        stand_in = "".join(sign if sign.isalnum() else "_" for sign in identifier)
        return juel(words, ("the collection", "列表"), text) or f"list_of_{stand_in}"
    return own_name(words, text) or "null"


def read_script(node: etree._Element, gathered: Gathered) -> None:
    """Scripts that only assign become FEEL; Python stays for the sandbox; others are refused where they stand."""
    words = Words(node, CAMUNDA, gathered.problems)
    result = words.take("resultVariable", "resultVariableName")
    if words.take("autoStoreVariables"):
        why = ("whatever a script assigns is a variable here", "脚本赋值的都是此处的变量")
        words.note("vendor.kept", word="autoStoreVariables", why=why)
    language = (node.get("scriptFormat") or "").strip().lower()
    script = bpmn.named(node, "script")
    text = bpmn.text_of(script)
    if script is None or "python" in language or (language in _FEEL and not is_juel(text)):
        if script is not None and language in _FEEL and result and (name := own_name(words, result)):
            script.text = f"{{ {name}: {text.removeprefix('=').strip()} }}"
        return
    if language not in SPOKEN and language not in (*_JUEL, *_FEEL):
        return  # refused by the check, with the language named
    try:
        is_juel_script = language in _JUEL or (language in _FEEL and is_juel(text))
        spoken = SPOKEN.get(language, JUEL)
        feel = expression_to_script(text, result) if is_juel_script else assignments_to_script(text, result, spoken)
    except Untranslatable as fault:
        words.note(
            "script.not_translated",
            what=SCRIPT,
            language=language or "?",
            reason=fault.reason,
            instead=fault.instead,
        )
        feel = "{}"
    else:
        words.note("expression.translated", what=SCRIPT, text=shown(text), feel=shown(feel))
    script.text = feel
    node.attrib.pop("scriptFormat", "")
