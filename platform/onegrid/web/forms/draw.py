"""A form as HTML: level by level, each field in its frame, with what the page's script needs to keep it live."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from onegrid.cases.masking import masked_answer
from onegrid.catalog import expressions
from onegrid.catalog.forms import levels
from onegrid.catalog.forms.checking import Checking
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common import clock
from onegrid.common.errors import Detail
from onegrid.common.masking import HIDDEN
from onegrid.jurisdictions.policy import Actor
from onegrid.web.forms import live, places
from onegrid.web.forms.field import PREFIX, Field
from onegrid.web.forms.kinds import KINDS
from onegrid.web.forms.kinds.kind import Kind
from onegrid.web.forms.known import Known

_GRID = 16
"""Columns of form-js's grid."""


def render(
    form: FormSchema,
    *,
    answers: Mapping[str, Any],
    scope: Mapping[str, Any],
    outcome: str | None,
    now: dt.datetime,
    actor: Actor | None,
    details: Sequence[Detail] = (),
    draft_url: str = "",
    read_only: bool = False,
) -> SafeString:
    """The fields without the form's tag and buttons. `scope`: as `catalog.answers.validate` gets it.

    `details`: the errors of a refused submit. Without `draft_url` nothing is kept by itself.
    """
    drawing = Drawing(
        form, answers=answers, scope={**scope, "outcome": outcome}, now=now, actor=actor, read_only=read_only
    )
    drawing.errors = places.by_path(form, details)
    body = drawing.level(form.components, answers, "", PREFIX, {})
    pages = [one for one in form.components if is_page(one)]
    shown = {
        "form": form,
        "body": body,
        "errors": places.summary(form, details, drawing.ids),
        "draft_url": "" if read_only else draft_url,
        "live": None if read_only else drawing.data(),
        "has_pages": bool(pages) and not read_only,
    }
    return mark_safe(render_to_string("web/forms/form.html", shown))  # noqa: S308  a template's own output


def preview(form: FormSchema) -> SafeString:
    """The form as the studio shows it: nothing answered, no case behind it."""
    return render(form, answers={}, scope={"case": {}}, outcome=None, now=clock.now(), actor=None)


def is_page(one: Component) -> bool:
    """A group that stands as a step of its own."""
    marks = one.own.get("properties")
    return one.type == "group" and isinstance(marks, Mapping) and marks.get("page") in (True, "true")


class Drawing:
    """One act of drawing."""

    def __init__(
        self,
        form: FormSchema,
        *,
        answers: Mapping[str, Any],
        scope: Mapping[str, Any],
        now: dt.datetime,
        actor: Actor | None,
        read_only: bool,
    ) -> None:
        self.form, self.now, self.actor, self.read_only = form, now, actor, read_only
        self.checking = Checking(scope, now)
        self.known = Known(form, answers, actor, self.today())
        self.answered_names = live.names_of_answers(form)
        self.errors: Mapping[str, Sequence[str]] = {}
        self.ids: dict[str, str] = {}
        self._count = 0

    def feel(self, text: str, local: Mapping[str, Any]) -> Any:
        """The value; null by a fault too."""
        return self.checking.feel(text, local).value

    def names(self, local: Mapping[str, Any]) -> Mapping[str, Any]:
        """All that FEEL sees."""
        return {**self.checking.scope, **local}

    def today(self) -> dt.date:
        """The business day."""
        return self.checking.today()

    def data(self) -> dict[str, Any]:
        """For the page's script."""
        return {
            "scope": live.scope(self.form, self.checking.scope, self.answered_names),
            "today": self.today().isoformat(),
        }

    def level(
        self, components: Sequence[Component], given: Mapping[str, Any], at: str, prefix: str, outer: Mapping[str, Any]
    ) -> SafeString:
        """The form, an object of a group, or a row."""
        level = levels.settle(components, given, self.checking, outer)
        defaults, shown, local = level.defaults, level.shown, level.local
        if self.read_only:  # what was answered, not what would be suggested now
            fields = list(levels.flat(components))
            names = dict.fromkeys(one.key for one in fields if one.key is not None)
            defaults = {}
            filled = {name: expressions.as_value(given[name]) for name in names if name in given}
            shown = levels.visible(components, fields, filled, self.checking, outer)
            local = {**outer, **names, **{one.key: filled.get(one.key) for one in shown if one.key}}
        place = _Place(
            at, prefix, local, {**given, **defaults}, frozenset(id(one) for one in shown), frozenset(defaults)
        )
        return self._components(components, place)

    def _components(self, components: Sequence[Component], place: "_Place") -> SafeString:
        return format_html_join("", '<div class="og-row">{}</div>', ((row,) for row in self._rows(components, place)))

    def _rows(self, components: Sequence[Component], place: "_Place") -> Iterator[SafeString]:
        """Neighbours of the same `layout.row` stand side by side."""
        pairs = enumerate(components)
        for _row, members in groupby(pairs, key=lambda pair: _layout(pair[1]).get("row") or f"#{pair[0]}"):
            row = [one for _at, one in members]
            drawn = (self._component(one, place, _width(one, len(row))) for one in row)
            yield SafeString("".join(drawn))

    def _component(self, one: Component, place: "_Place", width: int) -> str:
        if self._never_shown(one, place):
            return ""
        field = self._field(one, place, width)
        if one.type == "group":
            return self._group(one, place, field)
        kind = KINDS[one.type]
        if field.is_plain and one.holds:
            field.facts = {"text": _masked(field, kind) if one.own.get("sensitive") else kind.plain(field)}
            return render_to_string("web/forms/plain.html", {"field": field})
        field.facts = kind.facts(field)
        template = "web/forms/field.html" if kind.holds else kind.template
        shown = {"field": field, "kind": kind, "live": live.attributes(one), "untouched": one.key in place.defaults}
        return render_to_string(template, shown)

    def _field(self, one: Component, place: "_Place", width: int) -> Field:
        self._count += 1
        path, name = f"{place.at}{one.key}", f"{place.prefix}{one.key or f'-{self._count}'}"
        errors = self.errors.get(path, ()) if one.key is not None else ()
        hidden = self._is_hidden(one, place) and not errors
        field = Field(self, one, name, path, place.local, hidden=hidden, errors=errors, width=width)
        if one.key is not None:
            self.ids[path] = f"{field.id}-field"
        if not one.holds:
            return field
        field.value = place.values.get(one.key or "")
        if one.type == "expression":
            found = self.checking.feel(one.own["expression"], place.local)
            field.value = place.values.get(one.key or "") if self.read_only else found.value
        field.is_plain = one.type != "expression" and (self.read_only or self._never_taken(one, place))
        field.required = levels.is_required(one, self.checking, place.local)
        return field

    def _is_hidden(self, one: Component, place: "_Place") -> bool:
        if one.hide is None:
            return False
        if one.holds or (one.type == "group" and one.key is not None):
            return id(one) not in place.shown
        return self.feel(one.hide, place.local) is True

    def _never_shown(self, one: Component, place: "_Place") -> bool:
        """Hidden whatever is answered: it does not go into the page at all."""
        if one.hide is None or not self._is_hidden(one, place):
            return False
        if one.key is not None and self.errors.get(f"{place.at}{one.key}"):
            return False
        return self.read_only or not live.hangs_on_answers(one.hide, self)

    def _never_taken(self, one: Component, place: "_Place") -> bool:
        """Read-only whatever is answered."""
        if isinstance(one.readonly, bool):
            return one.readonly
        return levels.is_readonly(one, self.checking, place.local) and not live.hangs_on_answers(one.readonly, self)

    def _group(self, one: Component, place: "_Place", field: Field) -> str:
        if one.key is None:
            inner = self._components(one.components, place)
        else:
            held = place.values.get(one.key)
            given = held if isinstance(held, Mapping) else {}
            inner = self.level(one.components, given, f"{field.path}.", f"{field.name}.", place.local)
        shown = {"field": field, "inner": inner, "live": live.attributes(one), "is_page": is_page(one)}
        return render_to_string("web/forms/group.html", {**shown, "outline": bool(one.own.get("showOutline"))})


def _masked(field: Field, kind: Kind) -> str:
    """Personal data as whoever did not type them may read them; files, lists and choices say nothing at all."""
    if levels.is_empty(field.value):
        return ""
    is_written = field.kind in ("textfield", "textarea", "number", "datetime")
    return masked_answer(str(kind.plain(field))) if is_written else HIDDEN


@dataclass(frozen=True, slots=True)
class _Place:
    """What all fields of a level share: path and posted name before theirs, what FEEL sees, what is shown."""

    at: str
    prefix: str
    local: Mapping[str, Any]
    values: Mapping[str, Any]
    shown: frozenset[int]
    defaults: frozenset[str]


def _layout(one: Component) -> Mapping[str, Any]:
    found = one.own.get("layout")
    return found if isinstance(found, Mapping) else {}


def _width(one: Component, neighbours: int) -> int:
    """Of sixteen columns; without a word the row is shared evenly."""
    columns = _layout(one).get("columns")
    if isinstance(columns, int) and not isinstance(columns, bool):
        return max(2, min(_GRID, columns))
    return max(2, _GRID // neighbours)
