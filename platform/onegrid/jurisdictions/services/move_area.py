"""Moves a division from one centre of a level to another, from a day on."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from onegrid.common import audit
from onegrid.common.errors import Conflict, Invalid
from onegrid.jurisdictions import days
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Unit, UnitArea
from onegrid.jurisdictions.permissions import Permission
from onegrid.jurisdictions.policy import require
from onegrid.jurisdictions.selectors import division_by_code, unit_by_code
from onegrid.jurisdictions.services.realign_units import realign_units


@transaction.atomic
def move_area(*, actor: Actor, division_code: str, to_unit_code: str, on: dt.date, reason: str) -> UnitArea:
    """By an administrator above both centres (the city). The old centre keeps sight of the cases it is a party to.

    A township's own centre changes its place in the tree on the day itself (realign_units).
    """
    division, unit = division_by_code(division_code), unit_by_code(to_unit_code)
    held = (
        UnitArea.objects.select_for_update()
        .filter(division=division, level=unit.level, since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gt=on))
        .first()
    )
    for unit_id in {unit.pk, held.unit_id if held else unit.pk}:
        require(actor, Permission.ADMINISTER, unit_id)
    _check(division_code, unit, held, on)
    if held is not None:
        held.until = on
        held.save(update_fields=["until"])
    area = UnitArea.objects.create(unit=unit, division=division, level=unit.level, since=on, note=reason[:200])
    audit.record(
        actor=actor,
        action="area.moved",
        subject_kind="division",
        subject_id=division_code,
        reason=reason,
        before={"unit": held.unit.code if held else None},
        after={"unit": unit.code, "since": on.isoformat()},
    )
    realign_units(actor=actor)
    return area


def _check(division_code: str, unit: Unit, held: UnitArea | None, on: dt.date) -> None:
    if unit.kind != Unit.Kind.CENTRE:
        raise Invalid(
            "jurisdictions.area_of_department",
            "Only centres serve divisions; a department works where its centre does.",
            "只有指挥中心有服务区域，部门随其中心。",
            field="unit",
            mend_en="Name the centre that the department belongs to.",
            mend_zh="请填写该部门所属的指挥中心。",
        )
    if on < days.today():
        raise Invalid(
            "jurisdictions.area_in_past",
            "A division can not be moved in the past.",
            "不能在过去的日期调整服务区域。",
            field="on",
            mend_en="Choose today or a later day.",
            mend_zh="请选择今天或以后的日期。",
        )
    if held is not None and (held.unit_id == unit.pk or held.until is not None or held.since == on):
        raise Conflict(
            "jurisdictions.area_moved_already",
            f"{division_code} is served by {held.unit.code} then, or a move is planned already.",
            f"{division_code} 届时已由 {held.unit.name} 服务，或已有调整计划。",
            mend_en="See `areas` of both units.",
            mend_zh="请查看两个单位的服务区域清单。",
        )
