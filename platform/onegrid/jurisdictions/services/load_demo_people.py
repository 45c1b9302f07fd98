"""Fills the demo city with people: the named accounts of the fixture and thousands who cannot sign in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from onegrid.common import audit
from onegrid.common.errors import Invalid
from onegrid.jurisdictions import days, fixtures
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.demo_names import NameMaker
from onegrid.jurisdictions.models import Division, Level, Person, Post, Role, Unit
from onegrid.jurisdictions.pinyin import sort_key
from onegrid.jurisdictions.rows import Loaded, align

_FIELDS = ("name", "name_key", "password", "is_demo", "is_staff", "is_superuser")


@dataclass(frozen=True, slots=True)
class _Wanted:
    username: str
    name: str
    posts: tuple[tuple[str, str], ...]  # (unit code, role slug)
    grids: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    named: bool = field(default=False)


@transaction.atomic
def load_demo_people(*, actor: Actor, path: Path, password: str) -> Loaded:
    """Named accounts share one password (and one hash: each costs a quarter of a second); the others have none.

    Posts that exist stay as they are, ended ones too.
    """
    if not settings.ONEGRID_DEMO:
        raise Invalid(
            "jurisdictions.demo_only",
            "Demo people exist only in a demo installation (ONEGRID_DEMO).",
            "演示人员只能加载到演示环境（ONEGRID_DEMO）。",
            mend_en="Set ONEGRID_DEMO=1 where this is a demo; else make accounts in the administration.",
            mend_zh="如为演示环境，请设置 ONEGRID_DEMO=1；否则请在管理后台创建账号。",
        )
    plan = fixtures.read_yaml(path)
    units = {unit.code: unit for unit in Unit.objects.all()}
    wanted = [*_named(plan), *_generated(plan, units)]
    existing = {person.username: person for person in Person.objects.filter(is_demo=True)}
    hashed = _shared_hash(password, existing, wanted)
    done = align(_people(wanted, existing, hashed), existing, key="username", fields=_FIELDS)
    done += _give_posts(wanted, existing, units, {role.slug: role for role in Role.objects.all()}, plan)
    audit.record(
        actor=actor, action="demo_people.loaded", subject_kind="people", subject_id=path.name, after=done.as_json()
    )
    return done


def _shared_hash(password: str, existing: dict[str, Person], wanted: list[_Wanted]) -> str:
    first = next((existing[one.username] for one in wanted if one.named and one.username in existing), None)
    if first is not None and check_password(password, first.password):
        return first.password
    return make_password(password)


def _people(wanted: list[_Wanted], existing: dict[str, Person], hashed: str) -> Iterator[Person]:
    for one in wanted:
        known = existing.get(one.username)
        named_alike = known is not None and known.name == one.name
        yield Person(
            username=one.username,
            name=one.name,
            name_key=known.name_key if known is not None and named_alike else sort_key(one.name),
            password=hashed if one.named else (known.password if known else make_password(None)),
            is_demo=True,
            # One account opens Django's admin, so that the demo can show it.
            is_staff=one.username == "city.admin",
            is_superuser=one.username == "city.admin",
        )


def _named(plan: dict[str, Any]) -> Iterator[_Wanted]:
    for row in plan["people"]:
        posts = ((row["unit"], row["role"]), *((more["unit"], more["role"]) for more in row.get("also", ())))
        yield _Wanted(
            row["username"],
            row["name"],
            posts,
            grids=tuple(row.get("grids", ())),
            sectors=tuple(row.get("sectors", ())),
            named=True,
        )


def _generated(plan: dict[str, Any], units: dict[str, Unit]) -> Iterator[_Wanted]:
    name_of = NameMaker(plan["surnames"], plan["given"], set(plan["avoid"]))
    for code in sorted(units):
        unit = units[code]
        for role, number in plan["staffing"].get(f"{unit.kind}:{unit.level}", {}).items():
            for at in range(1, number + 1):
                username = f"{code.lower()}.{role}.{at}"
                yield _Wanted(username, name_of(username), ((code, role),))
    for code, grids in _grids_by_township().items():
        yield from _grid_staff(f"C{code}", grids, name_of)


def _grid_staff(unit: str, grids: list[str], name_of: NameMaker) -> Iterator[_Wanted]:
    """One for each grid, who stands in for the next one as well: so every grid has two who may go there."""
    for at in range(max(2, len(grids))):
        own, next_one = grids[at % len(grids)], grids[(at + 1) % len(grids)]
        username = f"{unit.lower()}.grid_staff.{at + 1}"
        yield _Wanted(username, name_of(username), ((unit, "grid_staff"),), grids=tuple(dict.fromkeys((own, next_one))))


def _grids_by_township() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in Division.objects.filter(level=Level.GRID).order_by("code").values_list("code", flat=True):
        found.setdefault(code[:9], []).append(code)
    return found


def _give_posts(
    wanted: list[_Wanted],
    people: dict[str, Person],
    units: dict[str, Unit],
    roles: dict[str, Role],
    plan: dict[str, Any],
) -> Loaded:
    present = set(Post.objects.filter(person__is_demo=True).values_list("person_id", "unit_id", "role_id"))
    since = plan.get("since", min(days.today(), days.today().replace(month=1, day=1)))
    rows = [
        Post(
            person=people[one.username],
            unit=units[unit],
            role=roles[role],
            sectors=list(one.sectors),
            grids=list(one.grids) if role == "grid_staff" else [],
            since=since,
        )
        for one in wanted
        for unit, role in one.posts
        if (people[one.username].pk, units[unit].pk, roles[role].pk) not in present
    ]
    Post.objects.bulk_create(rows, batch_size=2000)
    return Loaded(len(rows), 0, sum(len(one.posts) for one in wanted) - len(rows))
