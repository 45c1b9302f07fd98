"""Loads the tree of command centres and departments with the dated lists of what each centre serves."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from onegrid.common import audit
from onegrid.common.errors import Detail, Invalid
from onegrid.jurisdictions import fixtures
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Division, Level, Sector, Unit, UnitArea
from onegrid.jurisdictions.pinyin import sort_key
from onegrid.jurisdictions.rows import Loaded, align
from onegrid.jurisdictions.services.grant_roles import grant_roles

_FIELDS = ("kind", "level", "name", "name_en", "name_key", "parent_id", "path", "sector")


@dataclass(frozen=True, slots=True)
class _Area:
    unit: str
    division: str
    level: str
    since: dt.date
    until: dt.date | None = None
    confirmed: bool = True
    note: str = ""


@transaction.atomic
def load_units(*, actor: Actor, path: Path) -> Loaded:
    """Centres top down, then departments, areas and the groups of every (unit, role).

    A division that some centre of the level already has in its list is left alone: it may have been moved since.
    """
    plan = fixtures.read_yaml(path)
    townships = list(Division.objects.filter(level=Level.TOWNSHIP).order_by("code"))
    areas = list(_county_areas(plan, townships))
    _check(areas, townships)
    existing = {row.code: row for row in Unit.objects.all()}
    done = align([_city(plan)], existing, key="code", fields=_FIELDS)
    done += align(_counties(plan, existing), existing, key="code", fields=_FIELDS)
    done += align(_townships(plan, townships, areas, existing), existing, key="code", fields=_FIELDS)
    done += align(_departments(plan, existing), existing, key="code", fields=_FIELDS)
    _store_areas([*areas, *_other_areas(plan, townships)], existing)
    grant_roles(actor=actor)
    audit.record(actor=actor, action="units.loaded", subject_kind="units", subject_id=path.name, after=done.as_json())
    return done


def _city(plan: dict[str, Any]) -> Unit:
    city = plan["city"]
    return _unit(city["code"], Level.CITY, name=city["name"], name_en=city["name_en"], parent=None)


def _counties(plan: dict[str, Any], existing: dict[str, Unit]) -> Iterator[Unit]:
    parent = existing[plan["city"]["code"]]
    for county in (*plan["counties"], *plan["zones"]):
        name = plan["names"]["county"].format(place=county["place"])
        name_en = plan["names"]["county_en"].format(place=county["place_en"])
        yield _unit(county["code"], Level.COUNTY, name=name, name_en=name_en, parent=parent)


def _townships(
    plan: dict[str, Any], townships: list[Division], areas: list[_Area], existing: dict[str, Unit]
) -> Iterator[Unit]:
    serving = {area.division: area.unit for area in areas}
    for township in townships:
        code = f"C{township.code}"
        # Once loaded, a township's place in the tree follows its dated areas and no longer this file.
        known = existing.get(code)
        parent = known.parent if known is not None else existing[serving[township.code]]
        name = plan["names"]["township"].format(place=township.name)
        yield _unit(code, Level.TOWNSHIP, name=name, parent=parent)


def _departments(plan: dict[str, Any], existing: dict[str, Unit]) -> Iterator[Unit]:
    centres = [(plan["city"], "city"), *((one, "county") for one in (*plan["counties"], *plan["zones"]))]
    for centre, level in centres:
        for sector in Sector.values:
            named = plan["departments"][sector]
            name = named[level].format(place=centre["place"])
            name_en = named["en"].format(place=centre["place_en"])
            code = f"D-{centre['code']}-{sector}"
            yield _unit(code, level, name=name, name_en=name_en, parent=existing[centre["code"]], sector=sector)


def _unit(
    code: str, level: str, *, name: str, name_en: str = "", parent: Unit | None, sector: str | None = None
) -> Unit:
    return Unit(
        code=code,
        kind="department" if sector else "centre",
        level=level,
        name=name,
        name_en=name_en,
        name_key=sort_key(name),
        parent_id=parent.pk if parent else None,
        path=f"{parent.path}/{code}" if parent else code,
        sector=sector,
    )


def _county_areas(plan: dict[str, Any], townships: list[Division]) -> Iterator[_Area]:
    """What the nine serve: the zones' lists, then for each statutory county all that no zone lists."""
    since = plan["since"]
    taken: set[str] = set()
    for zone in plan["zones"]:
        for one in zone["divisions"]:
            taken.add(one["code"])
            yield _Area(
                zone["code"],
                one["code"],
                Level.COUNTY,
                one.get("since", since),
                one.get("until"),
                one.get("confirmed", False),
                one.get("note", ""),
            )
    for county in plan["counties"]:
        yield _Area(county["code"], county["division"], Level.COUNTY, since)
        for township in townships:
            if township.code.startswith(county["division"]) and township.code not in taken:
                yield _Area(county["code"], township.code, Level.COUNTY, since)


def _other_areas(plan: dict[str, Any], townships: list[Division]) -> Iterator[_Area]:
    yield _Area(plan["city"]["code"], plan["city"]["division"], Level.CITY, plan["since"])
    for township in townships:
        yield _Area(f"C{township.code}", township.code, Level.TOWNSHIP, plan["since"])


def _store_areas(areas: list[_Area], units: dict[str, Unit]) -> None:
    known = set(UnitArea.objects.values_list("level", "division__code"))
    divisions = dict(Division.objects.filter(code__in=[area.division for area in areas]).values_list("code", "pk"))
    UnitArea.objects.bulk_create(
        UnitArea(
            unit=units[area.unit],
            division_id=divisions[area.division],
            level=area.level,
            since=area.since,
            until=area.until,
            is_confirmed=area.confirmed,
            note=area.note,
        )
        for area in areas
        if (area.level, area.division) not in known
    )


def _check(areas: list[_Area], townships: list[Division]) -> None:
    known = {row.code for row in townships} | set(
        Division.objects.filter(level=Level.COUNTY).values_list("code", flat=True)
    )
    listed = [area.division for area in areas]
    wrong = [
        Detail(
            "jurisdictions.area_unknown",
            f"Division {code} is not loaded.",
            f"没有加载区划 {code}。",
            field=f"divisions.{code}",
            mend_en="Take it out of the lists, or load it with the divisions.",
            mend_zh="请从清单中去掉，或先加载该区划。",
        )
        for code in listed
        if code not in known
    ]
    wrong += [
        Detail(
            "jurisdictions.area_twice",
            f"{code} is listed twice.",
            f"区划 {code} 被重复列出。",
            field=f"divisions.{code}",
            mend_en="Keep it in the list of one centre.",
            mend_zh="请只保留在一个中心的清单中。",
        )
        for code in sorted({code for code in listed if listed.count(code) > 1})
    ]
    wrong += [
        Detail(
            "jurisdictions.area_missing",
            f"No centre serves {row.code}.",
            f"没有中心服务于 {row.name}。",
            field=f"divisions.{row.code}",
            mend_en="Add it to the list of the centre that serves it.",
            mend_zh="请列入服务该地的中心的清单。",
        )
        for row in townships
        if row.code not in set(listed)
    ]
    if wrong or not townships:
        raise Invalid(
            "jurisdictions.units_file",
            "The lists of served divisions do not hold." if townships else "Load the divisions first.",
            "服务区域清单有误。" if townships else "请先加载行政区划。",
            details=wrong,
            mend_en="Mend the lists of `zones` and `counties`; each township belongs to exactly one centre.",
            mend_zh="请更正 zones 与 counties；每个乡镇（街道）只属于一个县级中心。",
        )
