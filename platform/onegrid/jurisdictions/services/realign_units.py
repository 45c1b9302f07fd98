"""Puts township centres where the dated areas say that they belong today."""

from django.db import transaction

from onegrid.common import audit
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Level, Unit, UnitArea
from onegrid.jurisdictions.selectors import centre_serving, units_within


@transaction.atomic
def realign_units(*, actor: Actor) -> int:
    """How many moved. Run after a change of areas and once each day, for changes planned ahead."""
    moved = 0
    townships = Unit.objects.select_for_update(of=("self",)).filter(kind="centre", level=Level.TOWNSHIP)
    divisions = dict(
        UnitArea.objects.filter(level=Level.TOWNSHIP, until__isnull=True).values_list("unit_id", "division__code")
    )
    wanted = _county_centres(set(divisions.values()))
    for unit in townships.select_related("parent"):
        parent = wanted.get(divisions.get(unit.pk, ""))
        if parent is not None and parent.pk != unit.parent_id:
            _move(actor, unit, parent)
            moved += 1
    return moved


def _county_centres(codes: set[str]) -> dict[str, Unit]:
    found = {code: centre_serving(code, Level.COUNTY) for code in codes}
    return {code: unit for code, unit in found.items() if unit is not None}


def _move(actor: Actor, unit: Unit, parent: Unit) -> None:
    old, new = unit.path, f"{parent.path}/{unit.code}"
    below = list(units_within(unit))
    before = unit.parent.code if unit.parent else None
    for one in below:
        one.path = new + one.path[len(old) :]
        if one.pk == unit.pk:
            one.parent = parent
    Unit.objects.bulk_update(below, ["path", "parent"])
    audit.record(
        actor=actor,
        action="unit.moved",
        subject_kind="unit",
        subject_id=unit.code,
        before={"parent": before},
        after={"parent": parent.code},
    )
