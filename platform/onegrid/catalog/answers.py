"""Check what a person answered against the form of the task: the only gate between a form and process data."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onegrid.catalog import expressions
from onegrid.catalog.forms import levels
from onegrid.catalog.forms.checking import REFUSED, Checking, Nothing, Question
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.catalog.forms.values import CHECKS
from onegrid.catalog.forms.values.counted import check_count
from onegrid.common import clock, keeping
from onegrid.common.errors import Invalid


def defaults_of(form: FormSchema, *, scope: Mapping[str, Any], now: dt.datetime | None = None) -> dict[str, Any]:
    """What the form's fields are filled with where their default is FEEL, nothing being answered yet."""
    computed = form.computed_defaults()
    if not computed:
        return {}
    return levels.defaults(computed, {}, Checking(scope, now or clock.now()), dict.fromkeys(form.keys()))


def validate(
    form: FormSchema, answers: Any, *, scope: Mapping[str, Any], now: dt.datetime | None = None
) -> dict[str, Any]:
    """Cleaned answers of all visible fields (null where left open), or Invalid with a Detail for each finding.

    `scope`: `case`, `outcome` and the process data at the task. Whole numbers come back as int, others as Decimal,
    all else as JSON values. Hidden, read-only and disabled fields are left out.
    """
    checking = Checking(scope, now or clock.now())
    cleaned: dict[str, Any] = {}
    if not isinstance(answers, Mapping):
        checking.refuse("not_object", "")
    elif (fault := keeping.fault_of(answers)) is not None:
        named = re.split(r"[.\[]", fault[1])[0]
        code = "control_character" if fault[0] == "character" else f"unkept_{fault[0]}"
        checking.refuse(code, fault[1], next((one for one in form.walk() if one.key == named), None))
    else:
        cleaned = _level(form.components, answers, "", checking, {})
        _compute(form.components, cleaned, checking, {})
    if checking.found:
        raise Invalid(
            "answers.invalid",
            f"{len(checking.found)} of the answers do not hold.",
            f"有 {len(checking.found)} 处填写不符合要求。",
            field=checking.found[0].field,
            mend_en="Change the fields that are named and send again.",
            mend_zh="请按所列各项修改后重新提交。",
            details=checking.found,
        )
    return cleaned


def _level(
    components: Sequence[Component], given: Mapping[str, Any], at: str, checking: Checking, outer: Mapping[str, Any]
) -> dict[str, Any]:
    """One level of fields: the form, an object of a group, or a row."""
    known = [one.key for one in levels.flat(components) if one.key is not None]
    for name in given:
        if name not in known:
            listed = ", ".join(known) or "-"
            checking.refuse("unknown_field", f"{at}{name}", name=str(name)[:60], known=listed)
    level = levels.settle(components, given, checking, outer)
    shown, local = level.shown, level.local
    cleaned: dict[str, Any] = {}
    for one in shown:
        if one.key is None or one.type == "expression" or one.key in level.frozen:
            continue
        answer = given.get(one.key) if one.key in level.answered else level.defaults.get(one.key)
        value = _field(one, answer, f"{at}{one.key}", checking, local)
        if not isinstance(value, Nothing):
            cleaned[one.key] = local[one.key] = value
    _conditions(shown, cleaned, at, checking, local)
    checking.names_of[id(cleaned)] = {name: local[name] for name in known}
    return cleaned


def _field(one: Component, value: Any, path: str, checking: Checking, local: Mapping[str, Any]) -> Any:
    if one.type == "group":
        if value is not None and not isinstance(value, Mapping):
            return checking.refuse("not_object", path)
        return _level(one.components, value or {}, f"{path}.", checking, local)
    if one.type == "checkbox" and (value is None or value is False):
        return checking.refuse("must_be_ticked", path, one) if levels.is_required(one, checking, local) else False
    if levels.is_empty(value):
        return checking.refuse("required", path, one) if levels.is_required(one, checking, local) else None
    if one.is_list:
        return _rows(one, value, path, checking, local)
    return CHECKS[one.type](Question(one, path, checking, local), value)


def _rows(one: Component, value: Any, path: str, checking: Checking, local: Mapping[str, Any]) -> Any:
    if not isinstance(value, list):
        return checking.refuse("not_list", path, one)
    if not check_count(Question(one, path, checking, local), len(value)):
        return REFUSED
    rows = []
    for at, row in enumerate(value):
        if isinstance(row, Mapping):
            rows.append(_level(one.components, row, f"{path}[{at}].", checking, local))
        else:
            checking.refuse("not_row", f"{path}[{at}]", one, row=at + 1)
    return rows


def _conditions(
    shown: Iterable[Component], cleaned: Mapping[str, Any], at: str, checking: Checking, local: Mapping[str, Any]
) -> None:
    """Conditions over several answers, asked once all of the level are clean."""
    for one in shown:
        text = one.validate.get("condition")
        if text is None or one.key is None or cleaned.get(one.key) is None:
            continue
        if checking.feel(text, local).value is not True:
            said = one.validate.get("message")
            checking.refuse(
                "condition", f"{at}{one.key}", one,
                message=one.validate.get("messageEn") or said or f"{text.lstrip('=')} does not hold.",
                message_zh=said or f"不满足 {text.lstrip('=')}。",
            )  # fmt: skip


def _compute(
    components: Sequence[Component], cleaned: dict[str, Any], checking: Checking, outer: Mapping[str, Any]
) -> None:
    """Fields that the server computes, in order; each sees those before it and the levels around it.

    A name of the form means the form's field though it be hidden: process data of that name do not shine through.
    """
    if checking.found:
        return
    around = {**outer, **checking.names_of[id(cleaned)]}
    for one in levels.open_now(components, checking, {**around, **cleaned}):
        local = {**around, **cleaned}
        if one.type == "expression" and one.key is not None:
            found = checking.feel(one.own["expression"], local)
            if found.fault is not None:
                checking.refuse("expression_broken", one.key, one, reason=found.fault.message_en)
            cleaned[one.key] = expressions.as_answer(found.value)
        elif one.is_list and one.key is not None:
            for row in cleaned.get(one.key) or ():
                _compute(one.components, row, checking, local)
        elif one.type == "group" and one.key is not None and one.key in cleaned:
            _compute(one.components, cleaned[one.key], checking, local)
