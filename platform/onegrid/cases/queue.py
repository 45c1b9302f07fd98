"""An inbox as a page reads it: one box, narrowed, sorted, a page at a time, as bare columns."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.expressions import RawSQL

from onegrid.cases.filters import searched
from onegrid.cases.models import WorkItem
from onegrid.cases.selectors import copied_to, inbox, unit_work
from onegrid.cases.sight import sight_key
from onegrid.common import clock
from onegrid.common.asked import whole_number
from onegrid.common.compiled import Wording, asked, worded, wording_of
from onegrid.common.prepared import prepared
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor, Permission

MOST_COUNTED = 1000  # beyond it a page says "999+": nobody works off such a number
PAGE = 30
COLUMNS = (
    *("id", "name", "status", "warn_at", "deadline_at", "done_at", "owner__name", "unit__name"),
    *("case__number", "case__title", "case__place", "case__urgency", "case__rework_count"),
)
SORTS = {"due": "deadline_at", "newest": "-id", "oldest": "id"}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed by; empty: not. light: late or soon. owner: a person's id, or "none"."""

    search: str = ""
    light: str = ""
    sector: str = ""
    urgency: str = ""
    category: str = ""
    unit: str = ""
    role: str = ""
    owner: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Page:
    """`rows`: of COLUMNS. `after`: where the next page begins, "" at the end. `total`: of the list, if asked."""

    rows: list[dict[str, Any]]
    after: str
    total: int | None = None


def led_units(actor: Actor) -> frozenset[int]:
    """Units whose tasks the actor may give to somebody else."""
    return actor.unit_ids_with(Permission.REASSIGN_TASK)


def box(actor: Actor, name: str, narrowing: Narrowing, *, now: dt.datetime | None = None) -> QuerySet[WorkItem]:
    """The tasks of a box that the narrowing leaves. "unit": the units where the actor leads by a post of that very
    unit, unless one below or "all" is asked for."""
    if name != "unit":
        return narrowed(inbox(actor, name), narrowing, now=now)
    rows = unit_work(actor)
    if not narrowing.unit:
        rows = rows.filter(unit_id__in=_own_led_units(actor))
    return narrowed(rows, narrowing, now=now)


def _own_led_units(actor: Actor) -> list[int]:
    return sorted({post.unit_id for post in actor.posts if post.allows(Permission.REASSIGN_TASK, post.unit_id)})


def narrowed(rows: QuerySet[WorkItem], by: Narrowing, *, now: dt.datetime | None = None) -> QuerySet[WorkItem]:
    """By business time where the light is asked for."""
    now = now or clock.now()
    if by.light == "late":
        rows = rows.filter(deadline_at__lt=now)
    elif by.light == "soon":
        rows = rows.filter(warn_at__lte=now, deadline_at__gte=now)
    plain = {
        "sector": by.sector,
        "case__urgency": by.urgency,
        "case__category__startswith": by.category,
        "unit__code": "" if by.unit == "all" else by.unit,
        "role": by.role,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if by.owner:
        rows = rows.filter(owner=whole_number(by.owner))  # None: nobody's
    if words := by.search.strip():
        rows = rows.filter(searched(words, at="case__"))
    return rows


# Stands for the moment of asking in wordings that are kept.
_ASKED = dt.datetime(1, 1, 2, tzinfo=dt.UTC)


def page_of(
    actor: Actor,
    name: str,
    narrowing: Narrowing,
    *,
    sort: str,
    after: str = "",
    size: int = PAGE,
    total: bool = False,
) -> Page:
    """A page of a box. Ids first, in order, then their columns: what is not shown is not joined.

    sort: of SORTS, or "done". total: counted on the way, where all rows are looked at anyway; only of a first page.
    """
    counting = total and not after

    def ids_of_page() -> Wording:
        ordered = _after(_bare(box(actor, name, narrowing, now=_ASKED)), sort, after)
        if counting:
            ordered = ordered.annotate(total=Window(Count("pk")))
        return wording_of(ordered[: size + 1])

    is_common = not after and not narrowing.search
    key = sight_key(actor, "page", name, narrowing, sort, size, counting) if is_common else None
    found = asked(worded(key, ids_of_page), {_ASKED: clock.now()})
    ids = [one[0] for one in found[:size]]
    rows = prepared(worded("columns", _columns), [f"{{{','.join(map(str, ids))}}}"])
    shown = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    more = _cursor(*found[size - 1][:2]) if len(found) > size else ""
    known = (found[0][2] if found else 0) if counting else None
    return Page([shown[pk] for pk in ids if pk in shown], more, known)


def _columns() -> str:
    """For `prepared`: five tables take the server longer to plan than to read."""
    ids = RawSQL("SELECT unnest($1::bigint[])", [])
    return wording_of(WorkItem.objects.filter(pk__in=ids).values_list(*COLUMNS))[0]


def counted(rows: QuerySet[WorkItem]) -> int:
    """How many, up to MOST_COUNTED."""
    return _some(rows).count()


def _bare(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    return rows.select_related(None).defer(None)


def _after(rows: QuerySet[WorkItem], sort: str, after: str) -> QuerySet[WorkItem, tuple[Any, ...]]:
    moment, pk = _place(after)
    if sort == "due":
        ordered = rows.order_by(F("deadline_at").asc(nulls_last=True), "id").values_list("id", "deadline_at")
        if pk is None:
            return ordered
        if moment is None:
            return ordered.filter(deadline_at=None, id__gt=pk)
        later = Q(deadline_at__gt=moment) | Q(deadline_at=moment, id__gt=pk) | Q(deadline_at=None)
        return ordered.filter(later)
    if sort == "done":
        ordered = rows.order_by("-done_at", "-id").values_list("id", "done_at")
        if pk is None or moment is None:
            return ordered
        return ordered.filter(Q(done_at__lt=moment) | Q(done_at=moment, id__lt=pk))
    ordered = rows.order_by(SORTS[sort]).values_list("id", "opened_at")
    if pk is None:
        return ordered
    return ordered.filter(id__lt=pk) if sort == "newest" else ordered.filter(id__gt=pk)


def _cursor(pk: int, moment: dt.datetime | None) -> str:
    return f"{pk}_{moment.timestamp():.6f}" if moment else f"{pk}_"


def _place(cursor: str) -> tuple[dt.datetime | None, int | None]:
    """What comes from outside and is no place stands for the beginning."""
    pk, _, moment = cursor.partition("_")
    number = whole_number(pk)
    if number is None:
        return None, None
    try:
        return (dt.datetime.fromtimestamp(float(moment), dt.UTC) if moment else None), number
    except (ValueError, OverflowError, OSError):
        return None, None


def next_in(actor: Actor, name: str, narrowing: Narrowing, *, sort: str, but: int) -> int | None:
    """The first task of the same list: where one goes on after finishing `but`."""
    rows = box(actor, name, narrowing).exclude(pk=but)
    return next((one[0] for one in _after(_bare(rows), sort, "")[:1]), None)


def numbers(actor: Actor) -> Mapping[str, int]:
    """Beside the boxes and on the start page, in one statement; those of others' work up to MOST_COUNTED."""
    names = ["mine", "late", "soon", "pool", "copied", *(["unit"] if led_units(actor) else [])]
    wording = worded(sight_key(actor, "numbers"), lambda: _numbers(actor))
    return dict(zip(names, asked(wording, {_ASKED: clock.now()})[0], strict=True))


def _numbers(actor: Actor) -> Wording:
    late, soon = Q(deadline_at__lt=_ASKED), Q(warn_at__lte=_ASKED, deadline_at__gte=_ASKED)
    mine = (
        _bare(inbox(actor, "mine"))
        .order_by()
        .values("owner_id")
        .annotate(mine=Count("pk"), late=Count("pk", filter=late), soon=Count("pk", filter=soon))
    )
    others = [_some(inbox(actor, "pool")), copied_to(actor).filter(opened_at=None).order_by().values_list("pk")]
    if led_units(actor):
        others.append(_some(box(actor, "unit", Narrowing())))
    counted_ones = [wording_of(rows) for rows in others]
    own, params = wording_of(mine.values_list("mine", "late", "soon"), columns=3)
    columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _params in counted_ones)  # noqa: S608
    sql = (
        f"SELECT coalesce(own.mine, 0), coalesce(own.late, 0), coalesce(own.soon, 0), {columns}"  # noqa: S608
        f" FROM (SELECT 1) AS one LEFT JOIN ({own}) AS own (mine, late, soon) ON true"
    )
    return sql, (*(value for _sql, values in counted_ones for value in values), *params)


def _some(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem, Any]:
    return _bare(rows).order_by().values_list("pk")[:MOST_COUNTED]


def owners_in(actor: Actor, narrowing: Narrowing) -> list[tuple[int, str]]:
    """Who has tasks in the box of the actor's units: for the choice "waiting for whom"."""
    owners = _bare(box(actor, "unit", narrowing)).exclude(owner=None).order_by().values("owner_id")
    people = Person.objects.filter(pk__in=owners).order_by("name_key", "id")
    return list(people.values_list("pk", "name")[:200])
