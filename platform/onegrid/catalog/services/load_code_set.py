"""Bring a code set with its stages, categories and closing standards from files into the tables."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from onegrid.catalog import plain_yaml, reference
from onegrid.catalog.findings import Table, say
from onegrid.catalog.models import HANDLING, Category, ClosingStandard, CodeSet, Kind, LimitUnit, Stage
from onegrid.common import audit
from onegrid.common.errors import Detail, Invalid
from onegrid.jurisdictions.models import Sector
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id

_AS_WRITTEN = ("condition", "limit_unit", "closing_condition", "source", "source_category")
_TRUTH = {"yes": True, "no": False}


@dataclass
class _Files:
    """What was read, and everything wrong with it."""

    head: dict[str, Any]
    categories: list[dict[str, str]]
    standards: list[dict[str, str]]
    found: list[Detail] = field(default_factory=list)

    def refuse(self, fault: str, file: str, line: int, /, **facts: object) -> None:
        said = say(_SAID, fault, **facts)
        where = f"{said.en} ({file}:{line})", f"{said.zh}（{file}:{line}）"
        self.found.append(
            Detail(f"standards.{fault}", *where, line=line, field=file, mend_en=said.mend_en, mend_zh=said.mend_zh)
        )


def load_code_set(*, actor: Actor, path: Path) -> CodeSet:
    """The code set, current from now on. Rows of the file are added or brought up to date; no row is taken away."""
    files = _read(path)
    with transaction.atomic():
        list(CodeSet.objects.select_for_update().order_by("pk"))
        require(actor, Permission.ADMINISTER, city_centre_id())
        _check(files, path)
        code_set = _head(files.head)
        _stages(code_set, files.head["stages"])
        categories = _categories(code_set, files.categories)
        count = _standards(code_set, categories, files.standards)
        audit.record(
            actor=actor,
            action="catalog.code_set_loaded",
            subject_kind="code_set",
            subject_id=code_set.pk,
            after={"code_set": str(code_set), "categories": len(categories), "standards": count},
        )
        transaction.on_commit(reference.forget)
    reference.forget()
    return code_set


def _read(path: Path) -> _Files:
    located = plain_yaml.load(path.read_bytes(), file=path.name)
    if located.problems:
        first = located.problems[0]
        raise Invalid(
            "standards.unreadable", first.message_en, first.message_zh, mend_en=first.mend_en, mend_zh=first.mend_zh
        )
    head = located.data
    return _Files(head, _table(path.parent / head["categories"]), _table(path.parent / head["limits"]))


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _check(files: _Files, path: Path) -> None:
    stages = {one["slug"] for one in files.head["stages"]}
    known = {_code(one) for one in files.categories}
    for line, row in enumerate(files.categories, 2):
        for name, allowed in (("kind", Kind.values), ("sector", Sector.values), ("is_invented", _TRUTH)):
            if row[name] not in allowed:
                facts = {"name": name, "value": row[name], "known": ", ".join(allowed)}
                files.refuse("value", files.head["categories"], line, **facts)
    codes: set[str] = set()
    for line, row in enumerate(files.standards, 2):
        codes |= {row["code"]} if row["stage"] == HANDLING else set()
        for fault, about in _faults(row, stages, known):
            files.refuse(fault, files.head["limits"], line, **about)
    seen: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}
    for line, row in enumerate(files.standards, 2):
        same = seen.setdefault((row["code"], row["stage"]), [])
        for other, earlier in same:
            if _clash(row, earlier):
                files.refuse("clash", files.head["limits"], line, code=row["code"], stage=row["stage"], other=other)
        same.append((line, row))
        if row["code"] not in codes:
            files.refuse("no_handling", files.head["limits"], line, code=row["code"])
    if files.found:
        raise Invalid(
            "standards.invalid",
            f"{path.name} does not hold.",
            f"{path.name} 不符合要求。",
            mend_en="Mend the rows named and load again; nothing was changed.",
            mend_zh="请修正所列各行后重新载入；数据未作任何改动。",
            details=files.found,
        )


def _faults(row: dict[str, str], stages: set[str], known: set[str]) -> Iterator[tuple[str, dict[str, object]]]:
    if row["category"] not in known:
        yield "category", {"category": row["category"]}
    for name, allowed in (("stage", stages), ("limit_unit", LimitUnit.values), ("is_invented", _TRUTH)):
        if row[name] not in allowed:
            yield "value", {"name": name, "value": row[name], "known": ", ".join(sorted(allowed))}
    if not row["limit_value"].isascii() or not row["limit_value"].isdigit() or int(row["limit_value"]) < 1:
        yield "whole", {"value": row["limit_value"]}
    if row["is_invented"] == "no" and not row["source"]:
        yield "source", {"code": row["code"]}
    for name in ("since", "until"):
        try:
            _date(row[name])
        except ValueError:
            yield "date", {"name": name, "value": row[name]}


def _clash(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two spans share a day; ISO days compare as text."""
    return (not one["until"] or other["since"] < one["until"]) and (not other["until"] or one["since"] < other["until"])


def _head(head: dict[str, Any]) -> CodeSet:
    CodeSet.objects.filter(is_current=True).exclude(slug=head["slug"], edition=head["edition"]).update(is_current=False)
    found, _ = CodeSet.objects.update_or_create(
        slug=head["slug"],
        edition=head["edition"],
        defaults={
            "title": head["title"],
            "title_en": head.get("title_en") or "",
            "note": head.get("note") or "",
            "is_current": True,
        },
    )
    return found


def _stages(code_set: CodeSet, rows: list[dict[str, Any]]) -> None:
    for position, row in enumerate(rows):
        Stage.objects.update_or_create(
            code_set=code_set,
            slug=row["slug"],
            defaults={
                "label": row["label"],
                "label_en": row.get("label_en") or "",
                "position": position,
                "default_value": row.get("limit"),
                "default_unit": row.get("unit") or "",
                "is_invented": row.get("is_invented", True),
            },
        )


def _categories(code_set: CodeSet, rows: list[dict[str, str]]) -> dict[str, Category]:
    made = [
        Category(
            code_set=code_set,
            code=_code(row),
            is_invented=_TRUTH[row["is_invented"]],
            **{name: row[name] for name in ("kind", "major", "minor", "major_name", "name", "sector", "basis")},
        )
        for row in rows
    ]
    Category.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["code_set", "code"],
        update_fields=["major_name", "name", "sector", "is_invented", "basis"],
    )
    return {one.code: one for one in Category.objects.filter(code_set=code_set)}


def _standards(code_set: CodeSet, categories: dict[str, Category], rows: list[dict[str, str]]) -> int:
    for row in rows:
        ClosingStandard.objects.update_or_create(
            code=row["code"],
            stage=row["stage"],
            since=dt.date.fromisoformat(row["since"]),
            defaults={
                "code_set": code_set,
                "category": categories[row["category"]],
                "limit_value": int(row["limit_value"]),
                "until": _date(row["until"]) if row["until"] else None,
                "is_invented": _TRUTH[row["is_invented"]],
                **{name: row[name] for name in _AS_WRITTEN},
            },
        )
    return len(rows)


def _code(row: dict[str, str]) -> str:
    return f"{row['kind']}-{row['major']}-{row['minor']}"


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


_SAID: Table = {
    "value": ("`{name}` is `{value}`.", "{name} 为“{value}”。", "One of: {known}.", "可选：{known}。"),
    "category": (
        "There is no category `{category}`.",
        "没有类别“{category}”。",
        "Add it to the categories, or mend the code.",
        "请补充类别或修正编码。",
    ),
    "whole": (
        "The limit `{value}` is no whole number above 0.",
        "时限“{value}”不是正整数。",
        "Write a whole number of the unit.",
        "请填写单位的整数倍。",
    ),
    "source": (
        "`{code}` is called real but names no source.",
        "“{code}”标为真实，但没有来源。",
        "Name the handbook, or mark the row as invented.",
        "请注明来源手册，或标为编制。",
    ),
    "date": ("`{name}` is `{value}`.", "{name} 为“{value}”。", "Write 2024-01-31.", "请写作 2024-01-31。"),
    "clash": (
        "`{code}` has two limits of the stage {stage} for the same days; the other is in line {other}.",
        "“{code}”的环节“{stage}”在相同日期有两个时限，另一行在第 {other} 行。",
        "End the earlier one (`until`) where the later begins.",
        "请将较早一行的 until 设为较晚一行的 since。",
    ),
    "no_handling": (
        "The standard `{code}` has no row for handling.",
        "立案条件“{code}”没有处置时限。",
        "Add one with the stage `handling`.",
        "请补充环节为 handling 的一行。",
    ),
}
