"""A shared form: how it looks, who shows it, its versions; changing its text, checking, publishing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onegrid.catalog import difference, drafts, selectors
from onegrid.catalog.forms.parse import parse
from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.models import DesignDraft, DesignKind, Form, FormVersion
from onegrid.catalog.received import receive
from onegrid.catalog.services.save_draft import save_draft
from onegrid.common.errors import Invalid, NotFound, OneGridError
from onegrid.jurisdictions.policy import Actor
from onegrid.web.page import in_words
from onegrid.web.studio.access import may_publish, studio_page
from onegrid.web.studio.by_kind import discard_page, published, rebased, revision_of
from onegrid.web.studio.draft import sent_files, stale
from onegrid.web.studio.preview import preview_of
from onegrid.web.studio.publish import open_on
from onegrid.web.studio.report import groups_of
from onegrid.web.studio.texts import bytes_of, text_of
from onegrid.web.studio.uses import tasks_showing
from onegrid.web.studio.workflow import download

FORM = DesignKind.FORM


@require_safe
@studio_page
def form(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The current version."""
    current = selectors.form(slug).current_version
    if current is None:
        raise NotFound("catalog.form_not_found")
    return _shown(request, actor, current)


@require_safe
@studio_page
def form_version(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """One version."""
    return _shown(request, actor, _version(slug, number))


@require_safe
@studio_page
def form_file(_request: HttpRequest, _actor: Actor, slug: str, number: int) -> HttpResponse:
    """Its YAML byte for byte."""
    return download(_version(slug, number).source.encode(), f"{slug}.yaml")


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def form_draft(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The form's text; saving keeps it in the draft and checks it."""
    known = selectors.form(slug)
    found = drafts.draft_for(actor, FORM, slug)
    content = drafts.form_content_of(found, slug)
    if request.method != "POST":
        return _draft_page(request, actor, known, found, text_of(content) or "")
    typed = request.POST.get("text", "")
    revision = revision_of(request.POST)
    try:
        changes = {f"forms/{slug}.yaml": bytes_of(typed, content)}
        save_draft(actor=actor, kind=FORM, slug=slug, changes=changes, revision=revision)
    except OneGridError as error:
        return _draft_page(request, actor, known, found, typed, error=error)
    messages.success(request, _("Saved in your draft."))
    if request.POST.get("then") == "publish":
        return redirect("studio_form_publish", slug=slug)
    query = urlencode({"outcome": request.POST.get("outcome", "")})
    return redirect(f"{reverse('studio_form_draft', args=[slug])}?{query}")


@require_POST
@studio_page
def form_upload(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The form as a file; its name does not matter."""
    known = selectors.form(slug)
    found = drafts.draft_for(actor, FORM, slug)
    try:
        received = receive(sent_files(request))
        if len(received) != 1:
            raise _one_file()
        save_draft(actor=actor, kind=FORM, slug=slug, changes={f"forms/{slug}.yaml": next(iter(received.values()))})
    except OneGridError as error:
        text = text_of(drafts.form_content_of(found, slug)) or ""
        return _draft_page(request, actor, known, found, text, error=error)
    messages.success(request, _("Saved in your draft."))
    return redirect("studio_form_draft", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def form_publish(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """What changes and for whom, then the act."""
    found = drafts.draft_for(actor, FORM, slug)
    if found is None or not found.files:
        return redirect("studio_form_draft", slug=slug)
    if request.method != "POST":
        return _preview(request, actor, found)
    try:
        version = published(request, actor, FORM, slug)
    except OneGridError as error:
        return _preview(request, actor, found, error=error)
    messages.success(request, _("Version %(n)d of the form is published.") % {"n": version.number})
    return redirect("studio_form", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def form_discard(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Ask, then throw the draft away."""
    return discard_page(request, actor, FORM, slug, back=reverse("studio_form", args=[slug]))


@require_POST
@studio_page
def form_rebase(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Lay the change over today's version."""
    return rebased(request, actor, FORM, slug, back="studio_form_draft")


def _version(slug: str, number: int) -> FormVersion:
    found = FormVersion.objects.filter(form__slug=slug, number=number).select_related("form").first()
    if found is None:
        raise NotFound("catalog.form_not_found")
    return found


def _shown(request: HttpRequest, actor: Actor, found: FormVersion) -> HttpResponse:
    known = found.form
    uses = tasks_showing(known.slug)
    shown: dict[str, Any] = {
        "form": known,
        "version": found,
        "is_current": known.current_version_id == found.pk,
        "versions": known.versions.select_related("published_by").order_by("-number"),
        "preview": preview_of(request, selectors.form_schema(found), uses),
        "uses": uses,
        "draft": drafts.draft_for(actor, FORM, known.slug),
    }
    return render(request, "web/studio/form.html", shown)


def _draft_page(
    request: HttpRequest,
    actor: Actor,
    known: Form,
    found: DesignDraft | None,
    text: str,
    *,
    error: OneGridError | None = None,
) -> HttpResponse:
    slug = known.slug
    schema, groups = _checked(slug, text.encode())
    shown: dict[str, Any] = {
        "slug": slug,
        "form": known,
        "draft": found,
        "changes": len(found.files) if found else 0,
        "base": found.base if found else drafts.current_number(FORM, slug),
        "stale": stale(found) if found else None,
        "text": text,
        "revision": found.revision if found else 0,
        "groups": groups,
        "preview": preview_of(request, schema, tasks_showing(slug)),
        "may_publish": may_publish(actor),
        "error": in_words(error) if error else None,
    }
    return render(request, "web/studio/form_draft.html", shown, status=error.status if error else 200)


def _checked(slug: str, content: bytes) -> tuple[FormSchema | None, Any]:
    schema, problems = parse(content, slug=slug)

    def here(_name: str, line: int | None) -> str:
        return f"{reverse('studio_form_draft', args=[slug])}#L{line or 1}"

    return schema, groups_of(problems, {}, here)


def _preview(
    request: HttpRequest, actor: Actor, found: DesignDraft, *, error: OneGridError | None = None
) -> HttpResponse:
    slug = found.slug
    source = drafts.form_content_of(found, slug)
    _schema, groups = _checked(slug, source)
    base = drafts.base_files(FORM, slug, 0, {slug: found.base})
    users = selectors.users_of_forms([slug])
    asked = request.POST.getlist("republish") if request.method == "POST" else [one.slug for one in users]
    shown: dict[str, Any] = {
        "slug": slug,
        "form": selectors.form(slug),
        "draft": found,
        "stale": stale(found),
        "groups": groups,
        "files": difference.of_files(base, {f"forms/{slug}.yaml": source}),
        "users": [(one, one.slug in asked) for one in users],
        "open_cases": open_on(actor, *(one.slug for one in users)),
        "note": request.POST.get("note", ""),
        "may_publish": may_publish(actor),
        "error": in_words(error) if error else None,
    }
    return render(request, "web/studio/form_publish.html", shown, status=error.status if error else 200)


def _one_file() -> Invalid:
    return Invalid(
        "catalog.one_form",
        "Send exactly one form here.",
        "此处请只提交一个表单文件。",
        field="files",
        mend_en="A process with several files is sent on the page of its draft.",
        mend_zh="含多个文件的流程请在流程草稿页提交。",
    )
