"""Facts set by declared mappings: checked, written to their columns, logged with before and after (decision 12)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from onegrid.cases.directory import unit_of
from onegrid.cases.models import Case
from onegrid.cases.sheet import Sheet
from onegrid.common.errors import Invalid
from onegrid.engine.act import AdmitFact
from onegrid.engine.problems import EngineError
from onegrid.engine.step import FactChange
from onegrid.jurisdictions.models import Division

_ATTRIBUTE = {"centre": "centre_id", "lead_unit": "lead_unit_id", "division": "division_id"}
_CHOICES = {
    "level": ("city", "county", "township"),
    "urgency": ("normal", "urgent", "critical"),
    "sector": ("public_order", "urban_management", "emergency", "traffic"),
}
_LONGEST = {field.name: field.max_length for field in Case._meta.concrete_fields}
FACTS = (
    *("centre", "level", "category", "standard", "urgency", "sector", "lead_unit", "co_units", "title", "place"),
    *("division", "trusted", "satisfaction", "score", "reject_reason"),
)


def change_facts(sheet: Sheet, changes: tuple[FactChange, ...]) -> None:
    """Write each change in order of occurrence; one that does not change anything leaves no row."""
    for change in changes:
        attribute = _ATTRIBUTE.get(change.fact, change.fact)
        value = as_column(change.fact, change.value, change.element, epoch=sheet.actor.epoch)
        before = getattr(sheet.case, attribute)
        if before == value:
            continue
        sheet.set_column(attribute, value)
        sheet.book.add("fact.changed", element=change.element, target=change.fact, before=before, after=value)


def fact_guard(epoch: int, *, but: str | None = None) -> AdmitFact:
    """What the engine asks before it sets a fact: an element that wants an impossible one stops there, as an incident,
    and nothing else stops. `but`: the element that a person is completing; they are told and can correct it."""

    def admit(fact: str, value: Any, element: str) -> None:
        if element == but:
            return
        try:
            as_column(fact, value, element, epoch=epoch)
        except Invalid as fault:
            raise EngineError(fault.code, fault.message_en, fault.message_zh, element) from fault

    return admit


def as_column(fact: str, value: Any, element: str | None = None, *, epoch: int = 0) -> Any:
    """The column's value of a fact, or Invalid that names fact, value and element."""
    if fact not in FACTS:
        raise _invalid(fact, value, element, "is no fact that a process may set", "不是流程可设置的案件要素")
    if fact == "trusted":
        return value is True
    if fact == "score":
        return _score(value, element)
    if fact == "co_units":
        codes = [code for code in dict.fromkeys(value or []) if code]
        for code in codes:
            _require_unit(fact, code, element, epoch)
        return codes
    if fact in ("centre", "lead_unit"):
        return _require_unit(fact, value, element, epoch) if value else None
    if fact == "division":
        return _require_division(value, element) if value else None
    return _text(fact, value, element)


def _text(fact: str, value: Any, element: str | None) -> str:
    text = "" if value is None else str(value)
    if text and fact in _CHOICES and text not in _CHOICES[fact]:
        allowed = ", ".join(_CHOICES[fact])
        raise _invalid(fact, value, element, f"must be one of {allowed}", f"只能取 {allowed}")
    longest = _LONGEST[fact]
    if longest is not None and len(text) > longest:
        raise _invalid(fact, text[:40], element, f"is longer than {longest}", f"长度超过 {longest}")
    return text


def _score(value: Any, element: str | None) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise _invalid("score", value, element, "must be a number", "必须是数字") from None


def _require_unit(fact: str, code: Any, element: str | None, epoch: int) -> str:
    unit = unit_of(code, epoch)
    if unit is None:
        raise _invalid(fact, code, element, "names a unit that does not exist", "所指单位不存在")
    return unit.code


def _require_division(code: Any, element: str | None) -> str:
    if not Division.objects.filter(code=str(code)).exists():
        raise _invalid("division", code, element, "names a division that does not exist", "所指区划不存在")
    return str(code)


def _invalid(fact: str, value: Any, element: str | None, en: str, zh: str) -> Invalid:
    return Invalid(
        "case.fact_invalid",
        f"case.{fact} = {value!r} {en}.",
        f"案件要素 case.{fact} 的值 {value!r} {zh}。",
        field=fact,
        element=element,
        mend_en="Correct the answer, or the mapping or decision that sets it.",
        mend_zh="请更正填写内容，或修正设置该要素的映射、决策表。",
    )
