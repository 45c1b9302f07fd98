"""Units, people, divisions, categories, standards: chosen by name, from a plain list or by searching a long one."""

import json
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from onegrid.catalog.forms.schema import Component
from onegrid.catalog.forms.values.picker import codes
from onegrid.catalog.forms.vocabulary import FEEL_KEYS
from onegrid.common.asked import whole_number
from onegrid.web.forms import live
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.choice import read_one, read_several
from onegrid.web.forms.kinds.kind import Kind
from onegrid.web.forms.pickers import offers
from onegrid.web.forms.pickers.asked import Asked, address

_KEYS = {
    "unit": ("kind", "level", "sector", "role", "within"),
    "person": ("role", "unit"),
    "division": ("level", "within"),
    "category": ("kind", "sector"),
    "standard": ("category",),
}
_ASKED_ANYWAY = {("standard", "category"): "=case.category"}
_LISTED = 12  # more than these get a box to narrow the list


def _asked(field: Field) -> Asked:
    own, drawing = field.component.own, field.drawing
    keys: dict[str, str] = {}
    for name in _KEYS[field.kind]:
        text = own.get(name, _ASKED_ANYWAY.get((field.kind, name)))
        if not isinstance(text, str):
            continue
        if _is_feel(field.kind, name, text):
            keys[name] = codes(drawing.feel(text, field.local))
        else:
            keys[name] = text
    return Asked(field.kind, keys, tuple(_from_page(field)))


def _is_feel(kind: str, name: str, text: str) -> bool:
    always = name in ("within", "unit")
    return name in FEEL_KEYS.get(kind, ()) and (always or text.startswith("="))


def _from_page(field: Field) -> dict[str, str]:
    """Keys whose FEEL hangs on answers, with the FEEL."""
    found = {}
    for name in _KEYS[field.kind]:
        text = field.component.own.get(name)
        if isinstance(text, str) and _is_feel(field.kind, name, text) and live.hangs_on_answers(text, field.drawing):
            written = live.in_page(text)
            if written is not None:
                found[name] = written
    return found


def _facts(field: Field) -> dict[str, Any]:
    asked, drawing = _asked(field), field.drawing
    offer = drawing.known.offer(asked)
    several = bool(field.component.own.get("multiple"))
    values = field.value if isinstance(field.value, list) else [] if field.value is None else [field.value]
    held = drawing.known.chosen(asked, values)
    listed = several or field.kind == "standard" or not offer.is_whole
    ticked = {one.value for one in held}
    choices = list(offer.choices) if offer.is_whole else held
    if several and len(choices) > _LISTED:
        choices.sort(key=lambda one: one.value not in ticked)  # what stands in the field is in sight before scrolling
    from_page = _from_page(field)
    searched = not offer.is_whole
    return {
        "several": several,
        "listed": listed,
        "groups": _grouped(choices),
        "choices": choices,
        "chosen": ticked,
        "searched": searched,
        "narrowed": not searched and len(choices) > _LISTED,
        "address": address(asked, drawing.actor) if drawing.actor and (searched or from_page) else "",
        "from_page": json.dumps(from_page, ensure_ascii=False) if from_page else "",
    }


def _grouped(choices: list[offers.Choice]) -> list[tuple[str, list[offers.Choice]]]:
    groups: dict[str, list[offers.Choice]] = {}
    for one in choices:
        groups.setdefault(one.group, []).append(one)
    return list(groups.items())


def _plain(field: Field) -> str:
    values = field.value if isinstance(field.value, list) else [field.value]
    held = field.drawing.known.chosen(Asked(field.kind, _given(field)), values)
    return _(", ").join(one.label for one in held)


def _given(field: Field) -> dict[str, str]:
    """What was chosen once is named even if it would not be offered today; a standard needs its category."""
    return dict(_asked(field).keys) if field.kind == "standard" else {}


def _read(one: Component, name: str, post: QueryDict) -> Any:
    if one.own.get("multiple"):
        found = read_several(one, name, post)
        return [_id(one, value) for value in found] if isinstance(found, list) else found
    return _id(one, read_one(one, name, post))


def _id(one: Component, value: Any) -> Any:
    number = whole_number(value) if one.type == "person" and isinstance(value, str) else None
    return value if number is None else number


UNIT = PERSON = DIVISION = CATEGORY = Kind("web/forms/picker.html", _facts, _read, _plain, grouped=True)
STANDARD = Kind("web/forms/picker.html", _facts, _read, _plain, grouped=True)
