"""Views of notices."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.common.paging import ByIdDescending
from onegrid.jurisdictions.authentication import actor_from
from onegrid.notices.models import Notice
from onegrid.notices.selectors import notices_for
from onegrid.notices.serializers import AllReadOutput, NoticeOutput, UnreadOutput
from onegrid.notices.services.mark_read import mark_all_read, mark_read


class NoticeFilter(filters.FilterSet):  # type: ignore[misc]
    """`unread=true` leaves out what was read."""

    unread = filters.BooleanFilter(field_name="read_at", lookup_expr="isnull")

    class Meta:
        model = Notice
        fields = ("unread", "kind", "case_id")


@extend_schema_view(get=extend_schema(operation_id="list_notices"))
class Notices(generics.ListAPIView[Notice]):
    """What the caller was told, newest first."""

    serializer_class = NoticeOutput
    pagination_class = ByIdDescending
    filterset_class = NoticeFilter
    queryset = Notice.objects.none()

    def get_queryset(self) -> QuerySet[Notice]:
        """One's own."""
        return notices_for(actor_from(self.request))


class UnreadNotices(APIView):
    """The number on the bell."""

    @extend_schema(operation_id="count_unread_notices", responses=UnreadOutput)
    def get(self, request: Request) -> Response:
        """How many notices the caller has not read."""
        unread = notices_for(actor_from(request)).filter(read_at__isnull=True).count()
        return Response(UnreadOutput({"unread": unread}).data)


class ReadNotice(APIView):
    """One notice."""

    @extend_schema(operation_id="read_notice", request=None, responses=NoticeOutput)
    def post(self, request: Request, notice_id: int) -> Response:
        """Mark it as read."""
        return Response(NoticeOutput(mark_read(actor=actor_from(request), notice_id=notice_id)).data)


class ReadAllNotices(APIView):
    """All of the caller's notices."""

    @extend_schema(operation_id="read_all_notices", request=None, responses=AllReadOutput)
    def post(self, request: Request) -> Response:
        """Mark all as read."""
        return Response(AllReadOutput({"marked": mark_all_read(actor=actor_from(request))}).data)
