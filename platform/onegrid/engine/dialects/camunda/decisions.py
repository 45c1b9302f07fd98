"""Business rule tasks, and Flowable's `type="dmn"` service tasks, that ask a decision table."""

from onegrid.engine import bpmn
from onegrid.engine.dialects.camunda.values import own_name, taken
from onegrid.engine.dialects.expressions import shown
from onegrid.engine.dialects.juel import is_juel
from onegrid.engine.dialects.vendors import CAMUNDA
from onegrid.engine.dialects.words import Words, children_named, local_name

_FIELD = "decisionTableReferenceKey"


def as_decision(words: Words) -> bool:
    """Write our `binding` and `out`; False where no decision is named."""
    node = words.owner
    is_flowable = False
    decision = words.take("decisionRef", "calledDecisionId")
    if not decision and bpmn.kind(node) == "serviceTask" and _type_of(words) == "dmn":
        decision = _field_value(words)
        words.take("type")
        _other_fields(words)
        is_flowable = True
        node.tag = bpmn.tag("businessRuleTask")
    if not decision:
        return False
    bound = taken(words, "decisionRefBinding", "decisionRefVersion", "decisionRefVersionTag", "decisionRefTenantId")
    if bound:
        why = ("a version keeps the decisions that it was published with", "版本保存其发布时的决策")
        words.note("vendor.kept", word=bound, why=why)
    result, how = words.take("resultVariable", "resultVariableName"), words.take("mapDecisionResult")
    if is_juel(decision):
        words.note(
            "vendor.replace",
            word="decisionRef",
            why=(f"it chooses the decision while running: {shown(decision)}", f"在运行时选择决策：{shown(decision)}"),
            instead=("Name one decision in onegrid:binding.", "请在 onegrid:binding 中写明决策。"),
        )
        return False
    if not words.has_own("binding"):
        words.put("binding", decision=decision)
        words.note("vendor.mapped", word="decisionRef", becomes=(f"the decision “{decision}”", f"决策“{decision}”"))
    if result and (name := own_name(words, result)) and not words.has_own("out"):
        words.put("out", from_=_shape(how, is_flowable=is_flowable), to=name)
    return True


def _shape(how: str, *, is_flowable: bool) -> str:
    """Camunda's mapping of a table's answer: rows by the outputs' names, if nothing else is said."""
    if how == "collectEntries":
        return "if result = null then [] else if result instance of list then result else [result]"
    if how == "singleEntry" or is_flowable:
        return "result"
    return "result_rows[1]" if how == "singleResult" else "result_rows"


def _type_of(words: Words) -> str:
    for name, value in words.owner.attrib.items():
        if str(name).endswith("}type"):
            return str(value)
    return ""


def _other_fields(words: Words) -> None:
    for field in words.take_elements("field"):
        if field.get("name") != _FIELD:
            words.note(
                "vendor.replace",
                field,
                word=f"field {shown(field.get('name') or '?')}",
                why=("a decision is asked without settings here", "此处调用决策没有这些设置"),
                instead=("Ask for the answer at a gateway behind it.", "请在其后的网关判断结果。"),
            )


def _field_value(words: Words) -> str:
    extensions = bpmn.named(words.owner, "extensionElements")
    for field in () if extensions is None else extensions.iterchildren():
        if isinstance(field.tag, str) and local_name(field, CAMUNDA) == "field" and field.get("name") == _FIELD:
            inner = children_named(field, "string", "expression")
            return (field.get("stringValue") or (bpmn.text_of(inner[0]) if inner else "")).strip()
    return ""
