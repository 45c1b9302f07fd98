"""What lists of cases and work items may be narrowed by."""

import unicodedata
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import rest_framework as filters

from onegrid.cases.models import Case, CaseSource, Incident, WorkItem
from onegrid.common import clock
from onegrid.common.filtering import filtered

_DIGITS = 4  # of a number's end: fewer would find half the city


def searched(text: str, *, at: str = "") -> Q:
    """Beginning of the number, however it is typed, or its last digits, from four on; or part of the title or place.

    `at`: way to the case.
    """
    words = text.strip()
    number = unicodedata.normalize("NFKC", words).upper()
    ending = "number__endswith" if len(number) >= _DIGITS and number.isdecimal() else "number__startswith"
    return (
        Q(**{f"{at}number__startswith": number})
        | Q(**{f"{at}{ending}": number})
        | Q(**{f"{at}title__contains": words})
        | Q(**{f"{at}place__contains": words})
    )


class CaseFilter(filters.FilterSet):  # type: ignore[misc]
    """`within`: a place and all below it. `search`: part of the number, title or place.

    `light`: open cases with a task that is late, or soon late and none that is late.
    """

    status = filters.ChoiceFilter(choices=Case.Status.choices)
    sector = filters.CharFilter()
    urgency = filters.CharFilter()
    level = filters.CharFilter()
    category = filters.CharFilter(lookup_expr="startswith")
    centre = filters.CharFilter(field_name="centre_id")
    lead_unit = filters.CharFilter(field_name="lead_unit_id")
    within = filters.CharFilter(field_name="division__code", lookup_expr="startswith")
    source = filters.CharFilter(method="from_source")
    channel = filters.CharFilter(method="by_channel")
    light = filters.ChoiceFilter(choices=(("late", "已超期"), ("pressed", "将超期")), method="with_light")
    workflow = filters.CharFilter(field_name="version__workflow__slug")
    registered_from = filters.IsoDateTimeFilter(field_name="registered_at", lookup_expr="gte")
    registered_to = filters.IsoDateTimeFilter(field_name="registered_at", lookup_expr="lt")
    reworked = filters.BooleanFilter(method="with_rework")
    search = filters.CharFilter(method="matching")

    class Meta:
        model = Case
        fields: tuple[str, ...] = ()

    def from_source(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        """By the source system of one of its reports."""
        return rows.filter(Exists(CaseSource.objects.filter(case_id=OuterRef("pk"), source=value)))

    def by_channel(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        """By the channel of one of its reports."""
        return rows.filter(Exists(CaseSource.objects.filter(case_id=OuterRef("pk"), channel=value)))

    def with_light(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        """By the open tasks' deadlines, as of now."""
        now = clock.now()
        tasks = WorkItem.objects.filter(case_id=OuterRef("pk"), status=WorkItem.Status.OPEN)
        rows, late = rows.filter(status=Case.Status.OPEN), Exists(tasks.filter(deadline_at__lt=now))
        if value == "late":
            return rows.filter(late)
        return rows.filter(~late, Exists(tasks.filter(warn_at__lte=now, deadline_at__gte=now)))

    def with_rework(self, rows: QuerySet[Case], _name: str, value: bool) -> QuerySet[Case]:
        """Sent back at least once by a failed check."""
        return rows.filter(rework_count__gt=0) if value else rows.filter(rework_count=0)

    def matching(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        """Beginning of the number, or part of the words."""
        return rows.filter(searched(value))


class WorkItemFilter(filters.FilterSet):  # type: ignore[misc]
    """Filters of an inbox."""

    element = filters.CharFilter()
    process = filters.CharFilter()
    role = filters.CharFilter()
    unit = filters.CharFilter(field_name="unit__code")
    case = filters.CharFilter(field_name="case__number")
    sector = filters.CharFilter(field_name="sector")
    urgency = filters.CharFilter(field_name="case__urgency")
    category = filters.CharFilter(field_name="case__category", lookup_expr="startswith")
    late = filters.BooleanFilter(method="past_deadline")
    search = filters.CharFilter(method="matching")

    class Meta:
        model = WorkItem
        fields: tuple[str, ...] = ()

    def past_deadline(self, rows: QuerySet[WorkItem], _name: str, value: bool) -> QuerySet[WorkItem]:
        """By business time."""
        late = Q(deadline_at__lt=clock.now())
        return rows.filter(late) if value else rows.exclude(late)

    def matching(self, rows: QuerySet[WorkItem], _name: str, value: str) -> QuerySet[WorkItem]:
        """By the case's number, title or place."""
        return rows.filter(searched(value, at="case__"))


class IncidentFilter(filters.FilterSet):  # type: ignore[misc]
    """Incidents by state, code or case."""

    state = filters.ChoiceFilter(choices=Incident.State.choices)
    code = filters.CharFilter()
    case = filters.CharFilter(field_name="case__number")

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ()


def narrowed(kind: Any, rows: QuerySet[Any], request: Any) -> QuerySet[Any]:
    """The rows that the query's filters leave; for answers that are no list of these rows (facets)."""
    return filtered(kind(data=request.query_params, queryset=rows, request=request))
