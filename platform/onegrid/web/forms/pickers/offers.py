"""What each picker offers, by name: short lists whole, long ones by search."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onegrid.catalog.forms.values import offered
from onegrid.jurisdictions.models import Division, Role
from onegrid.jurisdictions.policy import Actor
from onegrid.jurisdictions.selectors import posts_visible_to
from onegrid.web import words
from onegrid.web.forms.pickers.asked import Asked
from onegrid.web.language import is_chinese, pick

CATEGORY_KIND: dict[str, Any] = {
    "event": gettext_lazy("Event"),
    "component": gettext_lazy("Component"),
    "service": gettext_lazy("Service"),
}
LIMIT_UNIT: dict[str, Any] = {
    "urgent_hour": gettext_lazy("urgent hours"),
    "work_hour": gettext_lazy("working hours"),
    "work_day": gettext_lazy("working days"),
    "natural_day": gettext_lazy("calendar days"),
    "urgent_day": gettext_lazy("urgent days"),
}
SHORT = 200
"""Up to so many are a plain list."""
FOUND = 50
"""So many at most answer a search."""


@dataclass(frozen=True, slots=True)
class Choice:
    """value: as posted. note: what tells two of the same name apart."""

    value: str
    label: str
    note: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """is_whole: nothing was left out."""

    choices: Sequence[Choice]
    is_whole: bool


def offer(asked: Asked, actor: Actor | None, today: dt.date, *, text: str = "", limit: int = SHORT) -> Offer:
    """Choices whose names hold the text."""
    found = list(_OFFERS[asked.kind](asked, actor, today, text.strip()[:60], None)[: limit + 1])
    return Offer(_said(asked, found[:limit], today), len(found) <= limit)


def chosen(asked: Asked, values: Sequence[Any], actor: Actor | None, today: dt.date) -> list[Choice]:
    """What stands in the field already, by name, in its order; what is offered no longer is left out."""
    known = [one for one in values if isinstance(one, (str, int)) and not isinstance(one, bool)]
    if not known:
        return []
    found = _OFFERS[asked.kind](asked, actor, today, "", known)[: len(known)]
    by_value = {one.value: one for one in _said(asked, list(found), today)}
    return [by_value[str(one)] for one in known if str(one) in by_value]


def _units(asked: Asked, _actor: Actor | None, _today: dt.date, text: str, among: Sequence[Any] | None) -> Any:
    rows = offered.all_units(
        kind=asked.get("kind"),
        level=asked.get("level"),
        sector=asked.get("sector"),
        within=asked.get("within"),
        role=asked.get("role"),
    ).select_related("parent")
    if among is not None:
        rows = rows.filter(code__in=[one for one in among if isinstance(one, str)])
    return _named(rows, text, "name_en").order_by("path")


def _people(asked: Asked, actor: Actor | None, today: dt.date, text: str, among: Sequence[Any] | None) -> Any:
    rows = offered.all_people(role=asked.get("role"), unit=asked.get("unit"), today=today)
    if "unit" in asked.from_page and actor is not None:
        # The page says whose people: then only those whose posts the actor may see anyway, or of own units.
        own = {post.unit_id for post in actor.posts}
        seen = posts_visible_to(actor).values("person_id")
        rows = rows.filter(Q(pk__in=seen) | Q(posts__unit_id__in=own)).distinct()
    if among is not None:
        rows = rows.filter(pk__in=[one for one in among if isinstance(one, int) and 0 < one < 2**63])
    return _named(rows, text).order_by("name_key", "pk")


def _divisions(asked: Asked, _actor: Actor | None, _today: dt.date, text: str, among: Sequence[Any] | None) -> Any:
    rows = offered.all_divisions(level=asked.get("level"), within=asked.get("within"))
    if among is not None:
        rows = rows.filter(code__in=[one for one in among if isinstance(one, str)])
    return _named(rows, text).order_by("path")


def _categories(asked: Asked, _actor: Actor | None, _today: dt.date, text: str, among: Sequence[Any] | None) -> Any:
    rows = offered.all_categories(kind=asked.get("kind"), sector=asked.get("sector"))
    if among is not None:
        rows = rows.filter(code__in=[one for one in among if isinstance(one, str)])
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(major_name__icontains=text) | Q(code=text))
    return rows.order_by("kind", "major", "minor")


def _standards(asked: Asked, _actor: Actor | None, today: dt.date, text: str, among: Sequence[Any] | None) -> Any:
    rows = offered.all_standards(asked.get("category") or "", on=today)
    if among is not None:
        rows = rows.filter(code__in=[one for one in among if isinstance(one, str)])
    return rows.filter(condition__icontains=text) if text else rows


def _named(rows: Any, text: str, *others: str) -> Any:
    if not text:
        return rows
    wanted = Q(name__icontains=text) | Q(name_key__icontains=text.lower())
    for name in others:
        wanted |= Q(**{f"{name}__icontains": text})
    return rows.filter(wanted)


def _said(asked: Asked, rows: Sequence[Any], today: dt.date) -> list[Choice]:
    if asked.kind == "unit":
        return [_unit(row) for row in rows]
    if asked.kind == "person":
        return _posts(asked, rows, today)
    if asked.kind == "division":
        above = _names_above(rows)
        return [Choice(row.code, row.name, above.get(row.pk, "")) for row in rows]
    if asked.kind == "category":
        return [_category(row) for row in rows]
    return [_standard(row) for row in rows]


def _unit(row: Any) -> Choice:
    above = pick(row.parent.name, row.parent.name_en) if row.parent else ""
    return Choice(row.code, pick(row.name, row.name_en), above, above)


def _posts(asked: Asked, people: Sequence[Any], today: dt.date) -> list[Choice]:
    """Name, unit and post, as people are shown everywhere."""
    rows = offered.posts(role=asked.get("role"), unit=asked.get("unit"), today=today)
    held: dict[int, str] = {}
    for post in rows.filter(person__in=[one.pk for one in people]).select_related("unit", "role").order_by("id"):
        place, role = pick(post.unit.name, post.unit.name_en), _role(post.role)
        held.setdefault(post.person_id, f"{place} · {role}")
    return [Choice(str(one.pk), one.name, held.get(one.pk, "")) for one in people]


def _role(role: Role) -> str:
    return pick(role.label_zh, role.label_en)


def _names_above(rows: Sequence[Division]) -> dict[int, str]:
    """The places that hold each, without the city that holds all."""
    codes = {code for row in rows for code in row.path.split("/")[1:-1]}
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    return {row.pk: " ".join(names[code] for code in row.path.split("/")[1:-1] if code in names) for row in rows}


def _category(row: Any) -> Choice:
    group = _("%(kind)s: %(name)s") % {"kind": words.word(CATEGORY_KIND, row.kind), "name": row.major_name}
    return Choice(row.code, row.name, row.major_name, group)


def _standard(row: Any) -> Choice:
    limit = f"{row.limit_value} {words.word(LIMIT_UNIT, row.limit_unit)}"
    closing = _("Closes when: %(condition)s") % {"condition": row.closing_condition}
    mark = "；" if is_chinese() else "; "
    return Choice(row.code, row.condition, f"{limit}{mark}{closing}")


_Rows = Callable[[Asked, Actor | None, dt.date, str, Sequence[Any] | None], Any]
_OFFERS: Mapping[str, _Rows] = {
    "unit": _units,
    "person": _people,
    "division": _divisions,
    "category": _categories,
    "standard": _standards,
}
