"""Facts and answers of a case as people read them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onegrid.cases.models import EventRecord
from onegrid.catalog import selectors as catalog
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.web import words
from onegrid.web.case.names import Names
from onegrid.web.language import pick
from onegrid.web.templatetags.onegrid import stored

_TABLES = {
    "level": words.LEVEL,
    "urgency": words.URGENCY,
    "sector": words.SECTOR,
    "satisfaction": words.SATISFACTION,
}
_LONG = 400


def fact_value(fact: str, value: Any, names: Names) -> Any:
    """A fact's value in words; a dash where there is none."""
    if value in (None, "", []):
        return "—"
    if fact in _TABLES:
        return _TABLES[fact][value] if value in _TABLES[fact] else stored(value)
    if fact in ("centre", "lead_unit"):
        return names.unit(value)
    if fact == "co_units":
        return names.units(value if isinstance(value, list) else [value])
    if fact == "division":
        return names.place(value)
    if fact == "trusted":
        return _("yes") if value else _("no")
    if fact == "category":
        return category_name(str(value))
    if fact == "score":
        return score(value)
    return standard_name(str(value)) if fact == "standard" else stored(value)


def score(value: Any) -> str:
    """Points without needless zeros."""
    return f"{Decimal(str(value)):.2f}".rstrip("0").rstrip(".")


def category_name(code: str) -> SafeString:
    """Major and minor."""
    found = catalog.category(code)
    return stored(f"{found.major_name} / {found.name}" if found else code)


def standard_name(code: str) -> SafeString:
    """The condition under which it is filed."""
    found = catalog.standard(code)
    return stored(found.condition if found else code)


def answers_of(row: EventRecord, names: Names) -> list[tuple[Any, Any]]:
    """(label, value) of what was filled in and says something in words; files are shown with the files."""
    answers = row.payload.get("answers")
    schema = names.form(row) if isinstance(answers, Mapping) and answers else None
    return list(_answers(schema, answers, names)) if schema else []


def _answers(schema: FormSchema, answers: Mapping[str, Any], names: Names) -> Iterator[tuple[Any, Any]]:
    for one in schema.walk():
        value = answers.get(one.key) if one.holds and one.key else None
        if value in (None, "", [], {}) or one.own.get("sensitive") or (said := _answer(one, value, names)) is None:
            continue
        yield stored(pick(one.label, one.label_en) or one.key), said


def _answer(field: Component, value: Any, names: Names) -> Any:
    if field.type in ("photo", "filepicker", "signature") or isinstance(value, Mapping):
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.type == "category":
        return category_name(str(value))
    if field.type == "standard":
        return standard_name(str(value))
    if field.type == "unit":
        return names.units(value if isinstance(value, list) else [value])
    if field.type == "person":
        return names.people(value if isinstance(value, list) else [value])
    options = {one["value"]: pick(one["label"], one.get("labelEn", "")) for one in field.own.get("values", ())}
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(one, Mapping | list) for one in parts):
        return None
    return stored(_(", ").join(str(options.get(one, one)) for one in parts)[:_LONG])
