"""Tells people something, once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from onegrid.common import clock
from onegrid.jurisdictions.models import Person, Unit
from onegrid.jurisdictions.selectors import holders_of
from onegrid.notices.models import Notice


@transaction.atomic
def notify(
    *,
    case_id: int | None,
    kind: str,
    text_zh: str,
    text_en: str,
    to_person_ids: Iterable[int] = (),
    to_role_unit: tuple[str, int] | None = None,
    link: str = "",
    key: UUID | None = None,
    at: datetime | None = None,
) -> list[Notice]:
    """To the persons, and to whoever holds the role at the unit today.

    Where nobody holds the role there, those who hold it at the nearest unit above are told instead: a notice that
    nobody gets would be lost in silence. A key that was used before tells nobody twice.
    """
    wanted = set(to_person_ids)
    if to_role_unit is not None:
        wanted |= _holders(*to_role_unit)
    people = Person.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True)
    request = key or uuid4()
    rows = [
        Notice(
            person_id=pk,
            case_id=case_id,
            kind=kind,
            text_zh=text_zh,
            text_en=text_en,
            link=link,
            key=request,
            at=at or clock.now(),
        )
        for pk in sorted(people)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Notice.objects.filter(key=request))


def _holders(role: str, unit_id: int) -> set[int]:
    if found := {person.pk for person in holders_of(role, unit_id)}:
        return found
    path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
    codes = path.split("/")[:-1]
    above = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    for code in reversed(codes):
        if code in above and (found := {person.pk for person in holders_of(role, above[code])}):
            return found
    return set()
