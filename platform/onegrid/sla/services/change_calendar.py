"""change_calendar: days are set, the edition grows, provisional deadlines are counted anew."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from onegrid.common import audit
from onegrid.common.errors import Invalid
from onegrid.jurisdictions import policy, selectors
from onegrid.sla.models import CalendarDay, CalendarEdition
from onegrid.sla.published_days import DaySetting
from onegrid.sla.services.renew_edition import renew_edition


@transaction.atomic
def change_calendar(
    *,
    actor: policy.Actor,
    days: Iterable[DaySetting],
    source: str,
    keep_edited: bool = False,
    reason: str = "",
) -> int:
    """Set days; answers how many changed. Invalid where a date stands twice: of two words neither is the city's.

    keep_edited: days that a person edited stay (an import must not undo them).
    After the commit every running clock is counted anew (`renew_edition`); each change of a deadline is logged.
    """
    CalendarEdition.objects.get_or_create(pk=1)
    CalendarEdition.objects.select_for_update().get(pk=1)
    if not actor.is_system:
        policy.require(actor, policy.Permission.ADMINISTER, selectors.city_centre_id())
    wanted = _each_once(days)
    present = {row.date: row for row in CalendarDay.objects.filter(date__in=wanted)}
    changed = [
        day
        for date, day in wanted.items()
        if not (row := present.get(date))
        or (
            (row.is_working, row.is_provisional, row.name) != (day.is_working, day.is_provisional, day.name)
            and not (keep_edited and row.source == "edited")
        )
    ]
    if not changed:
        return 0
    CalendarDay.objects.bulk_create(
        [CalendarDay(**_fields(day), source=source) for day in changed],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_working", "is_provisional", "name", "source"],
    )
    renew_edition()
    audit.record(
        actor=actor,
        action="calendar.changed",
        subject_kind="calendar",
        subject_id=f"{min(wanted)}..{max(wanted)}",
        reason=reason,
        before=[_shown(present[d.date]) for d in changed[:400] if d.date in present],
        after=[_shown(d) for d in changed[:400]],
    )
    return len(changed)


def _each_once(days: Iterable[DaySetting]) -> dict[dt.date, DaySetting]:
    wanted: dict[dt.date, DaySetting] = {}
    for at, day in enumerate(days):
        if wanted.setdefault(day.date, day) is not day:
            raise Invalid(
                "calendar.date_twice",
                f"{day.date} stands twice.",
                f"{day.date} 出现了两次。",
                field=f"days[{at}].date",
                mend_en="Name each date once.",
                mend_zh="每个日期只写一次。",
            )
    return wanted


def _fields(day: DaySetting) -> dict[str, object]:
    return {
        "date": day.date,
        "is_working": day.is_working,
        "is_provisional": day.is_provisional,
        "name": day.name,
    }


def _shown(day: DaySetting | CalendarDay) -> dict[str, object]:
    return {"date": day.date.isoformat(), "is_working": day.is_working, "is_provisional": day.is_provisional}
