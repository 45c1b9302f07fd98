"""What lists of places, units and posts may be narrowed by."""

from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace
from django_filters import rest_framework as filters

from onegrid.jurisdictions import days
from onegrid.jurisdictions.models import UNIT_LEVELS, Division, Level, Post, Sector, Unit
from onegrid.jurisdictions.selectors import case_units, in_force


def _matching(rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
    """By part of the name, by its pinyin (with or without blanks) or by the beginning of the code."""
    words = value.strip()
    joined = Replace("name_key", Value(" "), Value(""))
    found: QuerySet[Any] = rows.annotate(joined_key=joined).filter(
        Q(name__contains=words) | Q(code__startswith=words) | Q(joined_key__contains=words.lower().replace(" ", ""))
    )
    return found


class DivisionFilter(filters.FilterSet):  # type: ignore[misc]
    """`parent` gives the children of one place; `within` everything below it."""

    parent = filters.CharFilter(field_name="parent__code")
    within = filters.CharFilter(method="below")
    level = filters.ChoiceFilter(choices=Level.choices)
    search = filters.CharFilter(method=_matching)

    class Meta:
        model = Division
        fields: tuple[str, ...] = ()

    def below(self, rows: QuerySet[Division], _name: str, value: str) -> QuerySet[Division]:
        """Codes nest by prefix below the city."""
        return rows.filter(code__startswith=value[:4] if value.endswith("00") and len(value) == 6 else value)


class UnitFilter(filters.FilterSet):  # type: ignore[misc]
    """`serving` gives the centres and departments that serve a place today."""

    parent = filters.CharFilter(field_name="parent__code")
    level = filters.ChoiceFilter(choices=UNIT_LEVELS)
    kind = filters.ChoiceFilter(choices=Unit.Kind.choices)
    sector = filters.ChoiceFilter(choices=Sector.choices)
    serving = filters.CharFilter(method="serving_place")
    search = filters.CharFilter(method=_matching)

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()

    def serving_place(self, rows: QuerySet[Unit], _name: str, value: str) -> QuerySet[Unit]:
        """By the dated lists, not by the code's prefix."""
        found = case_units(value)
        codes = [code for code in found["units"].values() if code]
        codes += [code for by_sector in found["departments"].values() for code in by_sector.values()]
        return rows.filter(code__in=codes)


class PostFilter(filters.FilterSet):  # type: ignore[misc]
    """`in_force=true` leaves out what has ended or not begun."""

    unit = filters.CharFilter(field_name="unit__code")
    role = filters.CharFilter(field_name="role__slug")
    person = filters.NumberFilter(field_name="person_id")
    in_force = filters.BooleanFilter(method="today")

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()

    def today(self, rows: QuerySet[Post], _name: str, value: bool) -> QuerySet[Post]:
        """By the business day."""
        held = in_force(rows, days.today())
        return held if value else rows.exclude(pk__in=held.values("pk"))
