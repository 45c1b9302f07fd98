"""Names behind the ids of a case: people, posts, units, places, elements; each table is asked once for all of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onegrid.cases.models import Case, CaseSource, EventRecord, WorkItem
from onegrid.catalog import selectors as catalog
from onegrid.catalog.forms.schema import FormSchema
from onegrid.common.asked import whole_number
from onegrid.common.errors import NotFound
from onegrid.engine.specification import Spec
from onegrid.intake.models import SourceSystem
from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit
from onegrid.web.language import pick
from onegrid.web.templatetags.onegrid import stored

_UNIT_FACTS = ("centre", "lead_unit", "co_units")


class Names:
    """Of one case. What has no name is shown by its id: nothing is hidden."""

    def __init__(
        self, case: Case, rows: Sequence[EventRecord], items: Sequence[WorkItem], sources: Sequence[CaseSource]
    ) -> None:
        self.case = case
        self.spec: Spec = catalog.spec_of(case.version_id)
        self._elements = catalog.element_names(case.version_id)
        answered = [one for row in rows for one in self._named_in(row)]
        people = {*_people_in(rows), *(item.owner_id for item in items if item.owner_id), *_of(int, answered)}
        self._people: dict[int, str] = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
        posts = Post.objects.filter(pk__in={row.post_id for row in rows if row.post_id is not None})
        self._posts = {
            pk: (unit, pick(zh, en))
            for pk, unit, zh, en in posts.values_list("pk", "unit__name", "role__label_zh", "role__label_en")
        }
        codes = {*_units_in(rows), *case.co_units, *_of(str, answered)}
        self._units: dict[str, str] = dict(Unit.objects.filter(code__in=codes).values_list("code", "name"))
        self._roles = {slug: pick(zh, en) for slug, zh, en in Role.objects.values_list("slug", "label_zh", "label_en")}
        slugs = {one.source for one in sources}
        self._sources: dict[str, str] = dict(SourceSystem.objects.filter(slug__in=slugs).values_list("slug", "name"))
        places = {*_places_in(rows), *_path_of(case)}
        self._places: dict[str, str] = dict(Division.objects.filter(code__in=places).values_list("code", "name"))

    def form(self, row: EventRecord) -> FormSchema | None:
        """What the completed task asked."""
        task = self.spec.human_task(row.process, row.element)
        try:
            return catalog.form_of(self.case.version_id, task.form) if task and task.form else None
        except NotFound:
            return None

    def _named_in(self, row: EventRecord) -> Iterator[Any]:
        """Codes of units and ids of people among the answers."""
        answers = row.payload.get("answers") or {}
        form = self.form(row) if answers else None
        for field in form.walk() if form else ():
            if field.type in ("unit", "person") and (value := answers.get(field.key)):
                yield from value if isinstance(value, list) else [value]

    def person(self, person_id: Any) -> SafeString:
        """By name."""
        known = self._people.get(whole_number(str(person_id or "")) or 0)
        return stored(known or person_id)

    def people(self, ids: Iterable[Any]) -> SafeString:
        """One after the other."""
        return _listed(self.person(one) for one in ids)

    def who(self, row: EventRecord) -> SafeString:
        """张三 · 豫新街道 · 处置员, or the platform."""
        if row.person_id is None:
            return SafeString(_("The platform"))
        unit, role = self._posts.get(row.post_id or 0, ("", ""))
        return _joined(" · ", [self.person(row.person_id), *(stored(one) for one in (unit, role) if one)])

    def role(self, slug: Any) -> SafeString:
        """By its label."""
        return stored(self._roles.get(str(slug), slug))

    def unit(self, code: Any) -> SafeString:
        """By name."""
        return stored(self._units.get(str(code), code))

    def units(self, codes: Iterable[Any]) -> SafeString:
        """One after the other."""
        return _listed(self.unit(one) for one in codes)

    def element(self, process: str, element: str) -> SafeString:
        """As the designer called it."""
        return stored(self._elements.get((process, element)) or self._elements.get(("", element)) or element)

    def outcome(self, process: str, element: str, outcome: str) -> SafeString:
        """What its button said."""
        task = self.spec.human_task(process, element)
        found = next((one for one in task.outcomes if one.id == outcome), None) if task else None
        return stored(pick(found.label, found.label_en) if found else outcome)

    def source(self, slug: str) -> SafeString:
        """By the name of the system that sent it."""
        return stored(self._sources.get(slug, slug))

    def place(self, code: Any) -> SafeString:
        """By name."""
        return stored(self._places.get(str(code), code))

    def breadcrumb(self) -> list[SafeString]:
        """The places that hold the case's, county first."""
        return [self.place(code) for code in _path_of(self.case) if code in self._places]


def _of(kind: type, values: Iterable[Any]) -> Iterator[Any]:
    return (one for one in values if isinstance(one, kind) and not isinstance(one, bool))


def wanted_place(row: EventRecord) -> tuple[str, str]:
    """Role and unit for which the duty desk stands in (`role@unit#person`); empty where it does not."""
    role, _at, unit = str(row.payload.get("duty_desk_instead_of") or "").partition("@")
    return role, unit.partition("#")[0]


def _listed(parts: Iterable[SafeString]) -> SafeString:
    return _joined(_(", "), list(parts))


def _joined(mark: str, parts: Sequence[SafeString]) -> SafeString:
    return SafeString(mark.join(parts))


def _people_in(rows: Sequence[EventRecord]) -> Iterable[int]:
    for row in rows:
        if row.person_id is not None:
            yield row.person_id
        yield from (one for one in row.payload.get("persons", ()) if isinstance(one, int))
        if isinstance(owner := row.payload.get("owner"), int):
            yield owner
        if row.kind in ("task.transferred", "task.released"):
            yield from (one for one in map(whole_number, (row.origin, row.target)) if one is not None)


def _units_in(rows: Sequence[EventRecord]) -> Iterable[str]:
    for row in rows:
        if row.kind == "fact.changed" and row.target in _UNIT_FACTS:
            for value in (row.before, row.after):
                yield from map(str, value if isinstance(value, list) else [value] if value else [])
        elif row.kind in ("case.registered", "task.opened", "notice.requested") and row.target:
            yield row.target
            yield wanted_place(row)[1]


def _places_in(rows: Sequence[EventRecord]) -> Iterable[str]:
    for row in rows:
        if row.kind == "fact.changed" and row.target == "division":
            yield from (str(one) for one in (row.before, row.after) if one)


def _path_of(case: Case) -> list[str]:
    """Codes from the county down; the division's path begins with the city."""
    return case.division.path.split("/")[1:] or [case.division.code] if case.division else []
