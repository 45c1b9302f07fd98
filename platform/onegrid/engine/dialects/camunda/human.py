"""User tasks of Camunda 7, Flowable, Activiti, RuoYi and the 仿钉钉 designers: people, limits, forms."""

from typing import Any

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.context import Gathered
from onegrid.engine.dialects.expressions import shown
from onegrid.engine.dialects.fields import component, form_of, is_known, slug
from onegrid.engine.dialects.juel import is_juel
from onegrid.engine.dialects.limits import read_limit
from onegrid.engine.dialects.people import People
from onegrid.engine.dialects.vendors import CAMUNDA
from onegrid.engine.dialects.words import Words, children_named

_Told = tuple[str, tuple[str, str], tuple[str, str]]
_OWNERS = ("potentialOwner", "humanPerformer", "performer", "resourceRole")


def read_human_task(node: etree._Element, gathered: Gathered) -> None:
    """Write our assignment, limit and form; what is no setting of these stays for the words that are told."""
    words = Words(node, CAMUNDA, gathered.problems)
    _people(words, gathered)
    read_limit(words, ("the due date", "到期时间"), words.take("dueDate"))
    key = words.take("formKey", "formRef", "formId")
    _form(words, key, gathered)


def _people(words: Words, gathered: Gathered) -> None:
    people = People(words, gathered.starters)
    words.take("userType", "dataType", "text", "assigneeType", "candidateType")  # RuoYi: how its page shows the choice
    people.assignee(words.take("assignee"))
    people.candidates(words.take("candidateUsers"), ("the person", "人员"))
    people.candidates(words.take("candidateGroups", "candidateDepts", "candidateRoles"), ("the group", "组"))
    for kind in _OWNERS:
        for owner in list(words.owner.iterchildren(bpmn.tag(kind))):
            said = [bpmn.text_of(each) for each in owner.iter(bpmn.tag("formalExpression"))]
            for text in filter(None, said):
                people.written_in_standard(text, is_one=kind in ("humanPerformer", "performer"))
            if any(said):
                words.owner.remove(owner)
    people.write()


def _form(words: Words, key: str, gathered: Gathered) -> None:
    fields = [
        *[field for data in words.take_elements("formData") for field in children_named(data, "formField")],
        *words.take_elements("formProperty"),
    ]
    drawn = [drawing for field in fields if (drawing := _field(field)) is not None]
    for field in fields:
        _lost(words, field)
    if fields and not words.has_own("form"):
        process = bpmn.process_of(words.owner)
        identifier = slug("" if process is None else process.get("id") or "", words.owner.get("id") or "")
        gathered.forms[identifier] = form_of(identifier, bpmn.label(words.owner), drawn)
        words.put("form", ref=identifier)
        words.note("vendor.form_drawn", count=len(drawn), form=identifier)
    elif key and is_juel(key):
        words.note("vendor.form_computed", text=shown(key))
    elif key and not words.has_own("form"):
        reference = form_name(key)
        words.put("form", ref=reference)
        words.note("vendor.form", text=shown(key), form=reference)


def form_name(key: str) -> str:
    """The name behind `embedded:app:forms/leave.html`, `camunda-forms:deployment:leave.form` or a bare key."""
    last = key.replace("\\", "/").rpartition("/")[2].rpartition(":")[2]
    return slug(last.split(".")[0])


def _lost(words: Words, field: etree._Element) -> None:
    """What of a field our form does not take over."""
    name = shown(field.get("id") or "?")
    drawn, default = _field(field), field.get("defaultValue") or field.get("default") or ""
    if drawn is None:
        why = (f"“{name}” can't be the name of a variable", f"“{name}”不能作为变量名")
        told = [("", why, ("Add it to the form under another key.", "请以其他标识添加到表单。"))]
    else:
        told = [
            (word, ("a field writes the variable of its own name here", "此处字段写入与自身同名的变量"), _SCRIPT)
            for word in ("variable", "expression")
            if field.get(word)
        ]
        if default and "defaultValue" not in drawn:
            why = ("the form can't begin with it", "表单不能以此为初值")
            told.append(
                (f"default {shown(default)}", why, ("Set it in a script task before.", "请在之前的脚本任务中赋值。"))
            )
        if field.get("readable") == "false":
            why = ("the field is shown here", "该字段在此显示")
            told.append(("readable", why, ("Take it out of the form.", "请从表单中删除。")))
        told += _unlike(field)
    for word, why, instead in told:
        words.note("vendor.replace", field, word=f"form field {name} {word}".strip(), why=why, instead=instead)


def _unlike(field: etree._Element) -> list[_Told]:
    """Types, validators and properties that our fields don't have."""
    found: list[_Told] = []
    kind = field.get("type") or "string"
    if not is_known(kind):
        why = ("it is a plain text here", "此处为普通文本")
        found.append((f"type {shown(kind)}", why, ("Choose a component in the form.", "请在表单中选择组件。")))
    for group in children_named(field, "validation"):
        for one in children_named(group, "constraint"):
            name, config = one.get("name") or "?", one.get("config") or ""
            if name not in ("required", "readonly") and _bound(name, config) is None:
                why = ("the form does not check it", "表单不做此校验")
                said = f"constraint {shown(f'{name} {config}'.strip())}"
                found.append((said, why, ("Check it at a gateway behind the task.", "请在任务后的网关判断。")))
    if names := [
        each.get("id") or "?"
        for group in children_named(field, "properties")
        for each in group.iterchildren(etree.Element)
    ]:
        why = ("free properties are read by that engine's programs only", "自由属性只由该引擎的程序读取")
        found.append(
            (f"properties {shown(', '.join(names))}", why, ("Set it at the form's component.", "请在表单组件上设置。"))
        )
    return found


def _bound(name: str, config: str) -> int | None:
    is_read = name in ("min", "max", "minlength", "maxlength") and config.lstrip("-").isdigit()
    return int(config) if is_read else None


_SCRIPT = ("Assign it in a script task behind.", "请在其后的脚本任务中赋值。")


def _field(field: etree._Element) -> dict[str, Any] | None:
    """`camunda:formField` or `flowable:formProperty`."""
    get = field.get
    values = [
        (value.get("id") or "", value.get("name") or value.get("id") or "") for value in children_named(field, "value")
    ]
    required, readonly, checks = get("required") == "true", get("writable") == "false", dict[str, Any]()
    for group in children_named(field, "validation"):
        for one in children_named(group, "constraint"):
            name, config = one.get("name") or "", one.get("config") or ""
            required = required or name == "required"
            readonly = readonly or name == "readonly"
            if (bound := _bound(name, config)) is not None:
                checks[name.replace("length", "Length")] = bound
    default = get("defaultValue") or get("default") or ""
    return component(
        get("id") or "",
        get("label") or get("name") or "",
        get("type") or "string",
        values=values,
        required=required,
        readonly=readonly,
        default="" if is_juel(default) else default,
        checks=checks,
    )
