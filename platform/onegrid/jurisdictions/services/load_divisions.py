"""Loads the statutory divisions from a file and, for a demo, generates the grids below the villages."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction

from onegrid.common import audit
from onegrid.common.errors import Detail, Invalid
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.models import Division, Level
from onegrid.jurisdictions.pinyin import sort_key
from onegrid.jurisdictions.rows import Loaded, align

_FIELDS = ("name", "name_key", "level", "parent_id", "path", "is_generated")
_ORDER = (Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GRID)
_NUMERALS = "一二三四五六七八九"


@transaction.atomic
def load_divisions(*, actor: Actor, path: Path, with_demo_grids: bool) -> Loaded:
    """Rows of the file by level, parents first; rows of the table that the file does not name are left alone."""
    rows = _read(path)
    existing = {row.code: row for row in Division.objects.all()}
    done = Loaded(0, 0, 0)
    for level in _ORDER:
        done += align(_built(rows, level, existing), existing, key="code", fields=_FIELDS)
    if with_demo_grids:
        villages = sorted((row for row in existing.values() if row.level == Level.VILLAGE), key=lambda row: row.code)
        done += align(_demo_grids(villages), existing, key="code", fields=_FIELDS)
    audit.record(
        actor=actor, action="divisions.loaded", subject_kind="divisions", subject_id=path.name, after=done.as_json()
    )
    return done


def grids_in(village_code: str) -> int:
    """How many demo grids a village gets (invented; no public source counts them).

    By the last three digits of the code, which tell the kind of village: residents' committees (001-199) 4 to 6,
    villagers' committees (200-399) 2 to 4, statistical areas of zones and farms 2, "virtual" ones (498, 598) 1.
    """
    serial = int(village_code[9:12])
    if serial in {498, 598}:
        return 1
    if serial >= 400:
        return 2
    return (4 if serial < 200 else 2) + int(village_code) % 3


def _demo_grids(villages: Iterable[Division]) -> Iterator[Division]:
    for village in villages:
        for serial in range(1, grids_in(village.code) + 1):
            code = f"{village.code}{serial:03d}"
            yield Division(
                code=code,
                name=f"{village.name}第{_NUMERALS[serial - 1]}网格",
                name_key=f"{village.name_key} {serial:03d}",
                level=Level.GRID,
                parent_id=village.pk,
                path=f"{village.path}/{code}",
                is_generated=True,
            )


def _built(rows: list[dict[str, str]], level: str, existing: dict[str, Division]) -> Iterator[Division]:
    for row in rows:
        if row["level"] != level:
            continue
        parent = existing.get(row["parent_code"])
        code, name = row["code"], row["name"]
        known = existing.get(code)
        yield Division(
            code=code,
            name=name,
            name_key=known.name_key if known is not None and known.name == name else sort_key(name),
            level=level,
            parent_id=parent.pk if parent else None,
            path=f"{parent.path}/{code}" if parent else code,
        )


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["code"] for row in rows}
    wrong = [
        Detail(
            "jurisdictions.division_parent",
            f"{row['code']} {row['name']}: its parent {row['parent_code']} is not in the file.",
            f"{row['code']} {row['name']}：文件中没有上级区划 {row['parent_code']}。",
            line=line,
            mend_en="Add the parent's row or mend parent_code.",
            mend_zh="请补充上级区划，或更正 parent_code。",
        )
        for line, row in enumerate(rows, start=2)
        if row["level"] != Level.CITY and row["parent_code"] not in codes
    ]
    if wrong:
        raise Invalid(
            "jurisdictions.divisions_file",
            "The file of divisions does not hold together.",
            "区划文件前后不一致。",
            details=wrong,
            mend_en="Mend the rows that `details` name and load the file again.",
            mend_zh="请按所列各行更正后重新加载。",
        )
    return rows
