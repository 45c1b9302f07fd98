"""The same for pages that no stream reaches: asked twice a minute, answered with 304 while nothing has changed."""

import hashlib

from django.db.models import Count, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.http import require_safe

from onegrid.cases.models import Case, WorkItem
from onegrid.cases.selectors import copied_to, inbox
from onegrid.cases.sight import visible_cases
from onegrid.common.errors import OneGridError
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.policy import Actor
from onegrid.notices.selectors import unread_of
from onegrid.web.live.entry import CASE, INBOX, Topic, topic_for


@require_safe
def changes(request: HttpRequest, topic: str) -> HttpResponse:
    """`{"mark", "unread"}`; the mark means nothing but that another one is another state."""
    try:
        actor = actor_from(request)
        mark = _mark(actor, topic_for(actor, topic))
    except OneGridError as error:
        return JsonResponse({"error": error.as_json()}, status=error.status)
    unread = unread_of([actor.person_id or 0]).get(actor.person_id or 0, 0)
    etag = f'"{hashlib.sha256(f"{mark}|{unread}".encode()).hexdigest()[:20]}"'
    fresh = request.headers.get("If-None-Match") == etag
    answer = HttpResponseNotModified() if fresh else JsonResponse({"mark": etag[1:-1], "unread": unread})
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _mark(actor: Actor, topic: Topic) -> str:
    if topic.kind == CASE:
        return str(Case.objects.values_list("log_seq", flat=True).get(pk=topic.case_id))
    if topic.kind == INBOX:
        copies = copied_to(actor).aggregate(n=Count("pk"), last=Max("pk"))
        return f"{_sum(inbox(actor, 'mine'))} {_sum(inbox(actor, 'pool'))} {copies}"
    still_open = visible_cases(actor).filter(status=Case.Status.OPEN)
    return str(still_open.aggregate(n=Count("pk"), last=Max("pk"), moved=Sum("log_seq")))


def _sum(items: QuerySet[WorkItem]) -> str:
    plain = items.select_related(None).order_by()
    return str(plain.aggregate(n=Count("pk"), last=Max("pk"), moved=Sum("revision"), warn=Max("warn_at")))
