"""What is done with a draft alike, of a process or of a form: publish what was sent, throw away, lay over today's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from onegrid.catalog import drafts
from onegrid.catalog.models import DesignKind, FormVersion, WorkflowVersion
from onegrid.catalog.services.discard_draft import discard_draft
from onegrid.catalog.services.publish_draft import publish_draft
from onegrid.catalog.services.rebase_draft import rebase_draft
from onegrid.common.asked import whole_number
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor


def published(request: HttpRequest, actor: Actor, kind: DesignKind, slug: str) -> WorkflowVersion | FormVersion:
    """The new version, with the note and the dependents that the preview sent."""
    return publish_draft(
        actor=actor,
        kind=kind,
        slug=slug,
        note=request.POST.get("note", ""),
        revision=revision_of(request.POST),
        republish=request.POST.getlist("republish"),
    )


def discard_page(request: HttpRequest, actor: Actor, kind: DesignKind, slug: str, *, back: str) -> HttpResponse:
    """Ask by GET, throw the draft away by POST and go `back`."""
    found = drafts.draft_for(actor, kind, slug)
    if found is None:
        raise NotFound("catalog.draft_not_found")
    if request.method != "POST":
        shown = {"draft": found, "slug": slug, "changes": sorted(found.files), "form": kind == DesignKind.FORM}
        return render(request, "web/studio/discard.html", shown)
    discard_draft(actor=actor, kind=kind, slug=slug)
    messages.success(request, _("Your draft is gone; what is published stays as it was."))
    return redirect(back)


def rebased(request: HttpRequest, actor: Actor, kind: DesignKind, slug: str, *, back: str) -> HttpResponse:
    """The change now lies over today's version."""
    found = rebase_draft(actor=actor, kind=kind, slug=slug)
    messages.success(request, _("Your changes now lie over version %(n)d.") % {"n": found.base})
    return redirect(back, slug=slug)


def revision_of(post: QueryDict) -> int:
    """Of the draft when the page was made; a spoilt one is none that any draft had, and told as a conflict."""
    found = whole_number(post.get("revision") or "0")
    return -1 if found is None else found
