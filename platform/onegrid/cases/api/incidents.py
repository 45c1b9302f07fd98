"""Incidents: elements that could not go on."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.cases import selectors
from onegrid.cases.filters import IncidentFilter
from onegrid.cases.incident_views import views_of
from onegrid.cases.models import Incident
from onegrid.cases.serializers.others import IncidentOutput, RetryInput, SkipInput
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.common.paging import ByIdDescending
from onegrid.jurisdictions.authentication import actor_from


class Incidents(generics.ListAPIView[Incident]):
    """Incidents of the caller's cases."""

    serializer_class = IncidentOutput
    filterset_class = IncidentFilter
    pagination_class = ByIdDescending
    queryset = Incident.objects.none()

    @extend_schema(operation_id="incidents_list")
    def get(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:  # noqa: ARG002 - the framework's
        """For operators, newest first: what stopped, on which data, and what can be done."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or ()
        return self.get_paginated_response(IncidentOutput(views_of(rows), many=True).data)

    def get_queryset(self) -> QuerySet[Incident]:
        """Those of cases that the caller operates."""
        return selectors.incidents_for(actor_from(self.request))


class RetryIncident(APIView):
    """Once more."""

    @extend_schema(operation_id="incidents_retry", request=RetryInput, responses=IncidentOutput)
    def post(self, request: Request, incident_id: int) -> Response:
        """Let the element try again, with `data` mended; a call keeps its key."""
        sent = RetryInput(data=request.data)
        sent.is_valid(raise_exception=True)
        found = retry_incident(actor=actor_from(request), incident_id=incident_id, **sent.validated_data)
        return Response(IncidentOutput(views_of([found])[0]).data)


class SkipIncident(APIView):
    """Go on behind it."""

    @extend_schema(operation_id="incidents_skip", request=SkipInput, responses=IncidentOutput)
    def post(self, request: Request, incident_id: int) -> Response:
        """Let the case go on as if the element had completed; a reason is kept."""
        sent = SkipInput(data=request.data)
        sent.is_valid(raise_exception=True)
        found = skip_incident(actor=actor_from(request), incident_id=incident_id, **sent.validated_data)
        return Response(IncidentOutput(views_of([found])[0]).data)
