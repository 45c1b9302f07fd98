"""What the values of a dimension are called, in Chinese and in English where the city keeps both."""

from collections.abc import Collection

from onegrid.catalog.models import Category
from onegrid.intake.models import SourceSystem
from onegrid.jurisdictions.models import Division, Unit
from onegrid.reports.selection import EXACTLY

Names = dict[str, tuple[str, str]]
_SECTORS: Names = {
    "public_order": ("大综治", "Public order"),
    "urban_management": ("大城管", "Urban management"),
    "emergency": ("大应急", "Emergency"),
    "traffic": ("大交通", "Traffic"),
}
_UNKNOWN: Names = {
    "unit": ("未确定承办单位", "No unit yet"),
    "category": ("未定类别", "No category yet"),
    "source": ("来源未记录", "No source on record"),
    "place": ("未定位", "No place known"),
    "sector": ("未定领域", "No sector yet"),
}


def names_of(dimension: str, values: Collection[str]) -> Names:
    """Value > (zh, en); one that nobody named is called by its code. What has no value is called so."""
    plain = {value.removesuffix(EXACTLY) for value in values}
    found = _SECTORS if dimension == "sector" else _kept(dimension, plain)
    return {value: _name(dimension, value, found) for value in values}


def _name(dimension: str, value: str, found: Names) -> tuple[str, str]:
    code = value.removesuffix(EXACTLY)
    if not code:
        return _UNKNOWN[dimension]
    zh, en = found.get(code, (code, code))
    return (f"{zh}（乡镇不明）", f"{en} (township unknown)") if value.endswith(EXACTLY) else (zh, en)


def _kept(dimension: str, codes: set[str]) -> Names:
    if dimension == "unit":
        return {code: (zh, en or zh) for code, zh, en in _rows(Unit.objects.filter(code__in=codes), "name", "name_en")}
    if dimension == "category":
        current = Category.objects.filter(code__in=codes, code_set__is_current=True)
        return {code: (zh, zh) for code, zh, _ in _rows(current, "name", "name")}
    if dimension == "source":
        named = SourceSystem.objects.filter(slug__in=codes).values_list("slug", "name")
        return {slug: (zh, zh) for slug, zh in named}
    return {code: (zh, zh) for code, zh, _ in _rows(Division.objects.filter(code__in=codes), "name", "name")}


def _rows(rows: object, zh: str, en: str) -> list[tuple[str, str, str]]:
    return list(rows.values_list("code", zh, en))  # type: ignore[attr-defined]
