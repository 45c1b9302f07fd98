"""What lists of categories and standards may be narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from onegrid.catalog.models import Category, ClosingStandard, Kind
from onegrid.catalog.reference import in_force
from onegrid.common import clock
from onegrid.jurisdictions.models import Sector


class CategoryFilter(filters.FilterSet):  # type: ignore[misc]
    """`search` looks at names and the beginning of the code."""

    kind = filters.ChoiceFilter(choices=Kind.choices)
    sector = filters.ChoiceFilter(choices=Sector.choices)
    major = filters.CharFilter()
    search = filters.CharFilter(method="matching")

    class Meta:
        model = Category
        fields: tuple[str, ...] = ()

    def matching(self, rows: QuerySet[Category], _name: str, value: str) -> QuerySet[Category]:
        """By part of a name or the beginning of the code."""
        words = value.strip()
        return rows.filter(Q(name__contains=words) | Q(major_name__contains=words) | Q(code__startswith=words))


class StandardFilter(filters.FilterSet):  # type: ignore[misc]
    """`on` gives those in force on a day; without it, on today's."""

    category = filters.CharFilter(field_name="category__code")
    code = filters.CharFilter()
    stage = filters.CharFilter()
    is_invented = filters.BooleanFilter()
    on = filters.DateFilter(method="in_force_on")

    class Meta:
        model = ClosingStandard
        fields: tuple[str, ...] = ()

    def in_force_on(self, rows: QuerySet[ClosingStandard], _name: str, _value: object) -> QuerySet[ClosingStandard]:
        """Applied in `filter_queryset`."""
        return rows

    def filter_queryset(self, queryset: QuerySet[ClosingStandard]) -> QuerySet[ClosingStandard]:
        """By the given fields and the day."""
        day = self.form.cleaned_data.get("on") or clock.now().astimezone(clock.zone()).date()
        found: QuerySet[ClosingStandard] = super().filter_queryset(queryset)
        return in_force(found, day)
