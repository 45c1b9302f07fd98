"""Views of sla: parse, one service or selector, answer."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.common import clock
from onegrid.common.errors import Invalid, NotFound
from onegrid.common.paging import ById
from onegrid.engine.definitions import TimeUnit
from onegrid.jurisdictions.authentication import actor_from
from onegrid.sla import calendar, selectors
from onegrid.sla.arithmetic import CalendarError
from onegrid.sla.models import CalendarDay, Clock
from onegrid.sla.published_days import DaySetting
from onegrid.sla.serializers import (
    ChangeCalendarInput,
    ChangedOutput,
    ClockOutput,
    DayOutput,
    DeadlineInput,
    DeadlineOutput,
    DemoClockInput,
    DemoClockOutput,
    YearInput,
)
from onegrid.sla.services.advance_demo_clock import advance_demo_clock
from onegrid.sla.services.change_calendar import change_calendar


class ByDate(ById):
    """A year fits on one page."""

    ordering = "date"
    page_size = 366
    max_page_size = 366

    def is_place(self, position: str) -> bool:
        """A day."""
        try:
            dt.date.fromisoformat(position)
        except ValueError:
            return False
        return True


class Calendar(generics.ListAPIView[CalendarDay]):
    """The city's working calendar."""

    serializer_class = DayOutput
    pagination_class = ByDate
    queryset = CalendarDay.objects.none()

    def get_queryset(self) -> QuerySet[CalendarDay]:
        """The days of one year; this year where none is named."""
        given = self.request.query_params.get("year", "")
        shape = YearInput(data={"year": given} if given else {})
        shape.is_valid(raise_exception=True)
        this = clock.now().astimezone(clock.zone()).year
        return CalendarDay.objects.filter(date__year=shape.validated_data.get("year", this))

    @extend_schema(operation_id="calendar", parameters=[OpenApiParameter("year", int)])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Working days and days off of a year."""
        return super().get(request, *args, **kwargs)

    @extend_schema(operation_id="change_calendar", request=ChangeCalendarInput, responses=ChangedOutput)
    def patch(self, request: Request) -> Response:
        """Set days; running deadlines are counted anew and each change is logged."""
        shape = ChangeCalendarInput(data=request.data)
        shape.is_valid(raise_exception=True)
        sent = shape.validated_data
        changed = change_calendar(
            actor=actor_from(request),
            days=[DaySetting(day["date"], day["is_working"], day["name"]) for day in sent["days"]],
            source="edited",
            reason=sent["reason"],
        )
        return Response(ChangedOutput({"changed": changed}).data)


class Deadlines(APIView):
    """Counting by the city's calendar."""

    @extend_schema(operation_id="count_deadline", request=DeadlineInput, responses=DeadlineOutput)
    def post(self, request: Request) -> Response:
        """When is a limit used up that starts then?"""
        shape = DeadlineInput(data=request.data)
        shape.is_valid(raise_exception=True)
        sent = shape.validated_data
        try:
            found = calendar.add(sent["start"], sent["value"], TimeUnit(sent["unit"]))
        except (CalendarError, OverflowError) as error:
            raise Invalid(
                "calendar.out_of_reach",
                "The calendar does not reach that far.",
                "超出日历可计算的范围。",
                field="start",
                mend_en="Send a moment of our days.",
                mend_zh="请填写合理的起始时刻。",
            ) from error
        return Response(DeadlineOutput(found).data)


class Clocks(generics.ListAPIView[Clock]):
    """Clocks of a case."""

    serializer_class = ClockOutput
    pagination_class = ById
    queryset = Clock.objects.none()

    def get_queryset(self) -> QuerySet[Clock]:
        """Of a case that the actor sees."""
        return selectors.clocks_of_case(actor_from(self.request), self.kwargs["number"])

    @extend_schema(operation_id="case_clocks")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every limit that ran or runs on the case, with its ledger."""
        return super().get(request, *args, **kwargs)


class DemoClock(APIView):
    """Business time of a demo installation; elsewhere this address does not exist."""

    @extend_schema(operation_id="demo_clock", responses=DemoClockOutput)
    def get(self, _request: Request) -> Response:
        """What time it is in the demo."""
        _require_demo()
        return Response(_shown(None))

    @extend_schema(operation_id="move_demo_clock", request=DemoClockInput, responses=DemoClockOutput)
    def post(self, request: Request) -> Response:
        """Move forward; all that falls due on the way has happened, in order, when this answers."""
        _require_demo()
        shape = DemoClockInput(data=request.data)
        shape.is_valid(raise_exception=True)
        return Response(_shown(advance_demo_clock(actor=actor_from(request), to=shape.validated_data["to"])))


def _require_demo() -> None:
    if not settings.ONEGRID_DEMO:
        raise NotFound


def _shown(fired: int | None) -> dict[str, Any]:
    seconds = clock.offset() // dt.timedelta(seconds=1)
    shown = {"now": clock.now(), "offset_seconds": seconds, **({} if fired is None else {"fired": fired})}
    return dict(DemoClockOutput(shown).data)
