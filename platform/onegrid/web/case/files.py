"""Files of a case: read as their case, shown only where nothing in them can run."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from onegrid.cases import selectors
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor
from onegrid.web.case.show import INLINE
from onegrid.web.page import page

_NOTHING_RUNS = "sandbox; default-src 'none'; img-src 'self'"


@require_safe
@page
def attachment(_request: HttpRequest, actor: Actor, key: UUID) -> HttpResponse:
    """The bytes; anything but a plain picture is sent for saving."""
    row = selectors.attachment_for(actor, key)
    try:
        content = row.file.open("rb")
    except FileNotFoundError:
        raise NotFound("attachments.not_found") from None
    is_shown = row.media_type in INLINE
    media_type = row.media_type if is_shown else "application/octet-stream"
    answer = FileResponse(content, as_attachment=not is_shown, filename=row.name, content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _NOTHING_RUNS
    answer["Cache-Control"] = "private, max-age=3600"
    return answer  # type: ignore[return-value]
