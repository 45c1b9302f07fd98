"""An inbox as a page reads it: one box, narrowed, sorted, a page at a time, as bare columns."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window

from onegrid.cases.models import WorkItem
from onegrid.cases.selectors import copied_to, inbox, unit_work
from onegrid.common import clock
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor, Permission

MOST_COUNTED = 1000  # beyond it a page says "999+": nobody works off such a number
PAGE = 30
COLUMNS = (
    *("id", "name", "round", "status", "warn_at", "deadline_at", "opened_at", "done_at", "is_on_duty_desk"),
    *("case__number", "case__title", "case__place", "case__urgency", "case__rework_count"),
    *("owner_id", "owner__name", "unit__name", "role"),
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


def box(actor: Actor, name: str, narrowing: Narrowing) -> QuerySet[WorkItem]:
    """The tasks of a box that the narrowing leaves. "unit": the units where the actor leads by a post of that very
    unit, unless one below or "all" is asked for."""
    if name != "unit":
        return narrowed(inbox(actor, name), narrowing)
    rows = unit_work(actor)
    if not narrowing.unit:
        rows = rows.filter(unit_id__in=_own_led_units(actor))
    return narrowed(rows, narrowing)


def _own_led_units(actor: Actor) -> list[int]:
    return sorted({post.unit_id for post in actor.posts if post.allows(Permission.REASSIGN_TASK, post.unit_id)})


def narrowed(rows: QuerySet[WorkItem], by: Narrowing) -> QuerySet[WorkItem]:
    """By business time where the light is asked for."""
    now = clock.now()
    if by.light == "late":
        rows = rows.filter(deadline_at__lt=now)
    elif by.light == "soon":
        rows = rows.filter(warn_at__lte=now, deadline_at__gte=now)
    plain = {
        "case__sector": by.sector,
        "case__urgency": by.urgency,
        "case__category__startswith": by.category,
        "unit__code": "" if by.unit == "all" else by.unit,
        "role": by.role,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if by.owner:
        rows = rows.filter(owner_id=int(by.owner)) if by.owner.isdecimal() else rows.filter(owner=None)
    if words := by.search.strip():
        rows = rows.filter(
            Q(case__number__startswith=words) | Q(case__title__contains=words) | Q(case__place__contains=words)
        )
    return rows


def page_of(rows: QuerySet[WorkItem], *, sort: str, after: str = "", size: int = PAGE, total: bool = False) -> Page:
    """Ids first, in order, then their columns: what is not shown is not joined. sort: of SORTS, or "done".

    total: counted on the way, where all rows are looked at anyway; only of a first page.
    """
    ordered = _after(_bare(rows), sort, after)
    counting = total and not after
    if counting:
        ordered = ordered.annotate(total=Window(Count("pk")))
    found = list(ordered[: size + 1])
    ids = [one[0] for one in found[:size]]
    shown = {row["id"]: row for row in WorkItem.objects.filter(pk__in=ids).values(*COLUMNS)}
    more = _cursor(*found[size - 1][:2]) if len(found) > size else ""
    known = (found[0][2] if found else 0) if counting else None
    return Page([shown[pk] for pk in ids if pk in shown], more, known)


def counted(rows: QuerySet[WorkItem]) -> int:
    """How many, up to MOST_COUNTED."""
    return _bare(rows).order_by().values("pk")[:MOST_COUNTED].count()


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
    if not pk.isdecimal() or len(pk) > 18:
        return None, None
    try:
        return (dt.datetime.fromtimestamp(float(moment), dt.UTC) if moment else None), int(pk)
    except (ValueError, OverflowError, OSError):
        return None, None


def next_in(actor: Actor, name: str, narrowing: Narrowing, *, sort: str, but: int) -> int | None:
    """The first task of the same list: where one goes on after finishing `but`."""
    rows = box(actor, name, narrowing).exclude(pk=but)
    return next((one[0] for one in _after(_bare(rows), sort, "")[:1]), None)


def numbers(actor: Actor) -> Mapping[str, int]:
    """Beside the boxes and on the start page; those of others' work up to MOST_COUNTED."""
    now = clock.now()
    late, soon = Q(deadline_at__lt=now), Q(warn_at__lte=now, deadline_at__gte=now)
    found: dict[str, int] = _bare(inbox(actor, "mine")).aggregate(
        mine=Count("pk"), late=Count("pk", filter=late), soon=Count("pk", filter=soon)
    )
    found["pool"] = counted(inbox(actor, "pool"))
    found["copied"] = copied_to(actor).filter(opened_at=None).select_related(None).defer(None).count()
    if led_units(actor):
        found["unit"] = counted(box(actor, "unit", Narrowing()))
    return found


def owners_in(actor: Actor, narrowing: Narrowing) -> list[tuple[int, str]]:
    """Who has tasks in the box of the actor's units: for the choice "waiting for whom"."""
    owners = _bare(box(actor, "unit", narrowing)).exclude(owner=None).order_by().values("owner_id")
    people = Person.objects.filter(pk__in=owners).order_by("name_key", "id")
    return list(people.values_list("pk", "name")[:200])
