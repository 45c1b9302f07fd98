"""What a designer has changed of a process: files sent and edited, the check report, throwing away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onegrid.catalog import draft as files
from onegrid.catalog import drafts, selectors
from onegrid.catalog.draft import Draft
from onegrid.catalog.examine import examine
from onegrid.catalog.models import DesignDraft, DesignKind, Workflow
from onegrid.catalog.received import Sent, receive
from onegrid.catalog.services.save_draft import save_draft
from onegrid.common.errors import Invalid, NotFound, OneGridError
from onegrid.jurisdictions.policy import Actor
from onegrid.web.canvas import canvas_page
from onegrid.web.language import pick
from onegrid.web.layers.check_layer import check_diagram
from onegrid.web.page import in_words, is_partial
from onegrid.web.studio.access import may_publish, studio_page
from onegrid.web.studio.by_kind import discard_page, rebased, revision_of
from onegrid.web.studio.report import Edit, report_of
from onegrid.web.studio.texts import MAX_EDITED, bytes_of, kind_of, text_of
from onegrid.web.studio.workflow import download, zipped

WORKFLOW = DesignKind.WORKFLOW


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of the draft. state: same, changed, added or removed, against the base."""

    name: str
    kind: str
    state: str
    size: int
    can_edit: bool
    can_remove: bool


@require_safe
@canvas_page
@studio_page
def draft(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The draft with its files; `?check=1` with the report in it, for browsers without scripts."""
    return _draft_page(request, actor, slug)


@require_safe
@studio_page
def check(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The check report: a part of the draft's page where htmx asks, else the page itself."""
    if not is_partial(request):
        return redirect(f"{reverse('studio_draft', args=[slug])}?check=1#report")
    found = drafts.draft_for(actor, WORKFLOW, slug)
    return render(request, "web/studio/parts/report.html", {"slug": slug, **_report(slug, _whole(found, slug))})


@require_POST
@canvas_page
@studio_page
def upload(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Take files into the draft."""
    try:
        received = receive(sent_files(request))
        found = save_draft(actor=actor, kind=WORKFLOW, slug=slug, changes=received)
    except OneGridError as error:
        return _draft_page(request, actor, slug, error=error)
    _say_taken(request, received, found)
    return redirect("studio_draft", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def edit(request: HttpRequest, actor: Actor, slug: str, name: str) -> HttpResponse:
    """One file as text; nothing typed is lost where it can't be saved."""
    found = drafts.draft_for(actor, WORKFLOW, slug)
    content = _content(_whole(found, slug), name)
    if request.method != "POST":
        text = text_of(content)
        if text is None:
            raise _not_editable(name)
        return _edit_page(request, slug, name, text, found.revision if found else 0)
    typed = request.POST.get("text", "")
    revision = revision_of(request.POST)
    try:
        changes = {name: bytes_of(typed, content)}
        save_draft(actor=actor, kind=WORKFLOW, slug=slug, changes=changes, revision=revision)
    except OneGridError as error:
        return _edit_page(request, slug, name, typed, revision, error=error)
    messages.success(request, _("Saved in your draft."))
    return redirect("studio_draft", slug=slug)


@require_POST
@studio_page
def put_back(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """One file as it was in the base, or (`act` remove) taken out."""
    name = request.POST.get("name", "")
    found = drafts.draft_for(actor, WORKFLOW, slug)
    base = drafts.base_files(WORKFLOW, slug, found.base, found.form_bases) if found else {}
    removes = request.POST.get("act") == "remove"
    save_draft(actor=actor, kind=WORKFLOW, slug=slug, changes={name: None if removes else base.get(name)})
    messages.success(request, _("Taken out of your draft.") if removes else _("As in the published version again."))
    return redirect("studio_draft", slug=slug)


@require_safe
@studio_page
def draft_file(_request: HttpRequest, actor: Actor, slug: str, name: str) -> HttpResponse:
    """A file of the draft byte for byte."""
    whole = _whole(drafts.draft_for(actor, WORKFLOW, slug), slug)
    return download(_content(whole, name), name.rpartition("/")[2])


@require_safe
@studio_page
def draft_archive(_request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """All files of the draft."""
    whole = _whole(drafts.draft_for(actor, WORKFLOW, slug), slug)
    all_files = {**whole.files, **{f"forms/{name}.yaml": content for name, content in whole.forms.items()}}
    return zipped(all_files, f"{slug}-draft.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def discard(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Ask, then throw the draft away."""
    is_published = Workflow.objects.filter(slug=slug).exclude(current_version=None).exists()
    back = reverse("studio_workflow", args=[slug]) if is_published else reverse("studio")
    return discard_page(request, actor, WORKFLOW, slug, back=back)


@require_POST
@studio_page
def rebase(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Lay the changes over today's version."""
    return rebased(request, actor, WORKFLOW, slug, back="studio_draft")


@require_http_methods(["GET", "HEAD", "POST"])
@studio_page
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A process that nobody has published yet, begun by sending its files; its name is that of its BPMN process."""
    if request.method != "POST":
        return render(request, "web/studio/new.html", {})
    try:
        received = receive(sent_files(request))
        slug = _slug_in(received)
        found = save_draft(actor=actor, kind=WORKFLOW, slug=slug, changes=received)
    except OneGridError as error:
        return render(request, "web/studio/new.html", {"error": in_words(error)}, status=error.status)
    _say_taken(request, received, found)
    return redirect("studio_draft", slug=slug)


def sent_files(request: HttpRequest) -> Iterator[Sent]:
    """What the field `files` holds."""
    for one in request.FILES.getlist("files"):
        yield Sent(str(one.name), int(one.size or 0), one.read)


def editing(slug: str) -> Edit:
    """Addresses of the files of this draft, for the report."""

    def address(name: str, line: int | None) -> str:
        if not files.is_allowed(name) and files.form_of_name(name) is None:
            return ""
        return reverse("studio_edit", args=[slug, name]) + (f"#L{line}" if line else "")

    return address


def title_of(slug: str) -> str:
    """Of the published process, else its name alone."""
    found = Workflow.objects.filter(slug=slug).exclude(current_version=None).first()
    return pick(found.title, found.title_en) if found is not None else slug


def stale(found: DesignDraft) -> int | None:
    """The number that is current by now, where the draft was made on another; forms changed in it count too."""
    current = drafts.current_number(found.kind, found.slug)
    moved = any(drafts.current_number(DesignKind.FORM, form) != at for form, at in found.form_bases.items())
    return current if current != found.base or moved else None


def _draft_page(request: HttpRequest, actor: Actor, slug: str, *, error: OneGridError | None = None) -> HttpResponse:
    found = drafts.draft_for(actor, WORKFLOW, slug)
    whole = _whole(found, slug)
    shown: dict[str, Any] = {
        "slug": slug,
        "title": title_of(slug),
        "draft": found,
        "base": found.base if found else drafts.current_number(WORKFLOW, slug),
        "stale": stale(found) if found else None,
        "files": list(_files(found, whole)),
        "changes": len(found.files) if found else 0,
        "may_publish": may_publish(actor),
        "error": in_words(error) if error else None,
        "report": None,
    }
    if request.GET.get("check") and error is None:
        shown |= _report(slug, whole)
    return render(request, "web/studio/draft.html", shown, status=error.status if error else 200)


def _report(slug: str, whole: Draft) -> dict[str, Any]:
    """The report and its findings over the drawing; the list of them stands beside, so the drawing needs none."""
    found = examine(slug, whole)
    drawn = check_diagram(whole.bpmn, found.gathered.process, found.problems, title=title_of(slug)) | {"problems": []}
    return {"report": report_of(found, editing(slug)), "diagram_data": drawn if drawn["bpmn"] else None}


def _files(found: DesignDraft | None, whole: Draft) -> Iterator[DraftFile]:
    changes = drafts.changes_of(found) if found else {}
    base = drafts.base_files(WORKFLOW, found.slug, found.base, found.form_bases) if found else {}
    now = {**whole.files, **{f"forms/{name}.yaml": content for name, content in whole.forms.items()}}
    for name in sorted({*now, *changes}, key=_order):
        content = now.get(name)
        state = "same"
        if name in changes:
            state = "removed" if content is None else "changed" if name in base else "added"
        yield DraftFile(
            name=name,
            kind=kind_of(name),
            state=state,
            size=len(content or b""),
            can_edit=content is not None and text_of(content) is not None,
            can_remove=state == "same" and name.startswith("decisions/"),
        )


def _order(name: str) -> tuple[int, str]:
    fixed = (files.DIAGRAM, files.MANIFEST, files.EXAMPLES, files.README)
    return (fixed.index(name) if name in fixed else len(fixed), name)


def _whole(found: DesignDraft | None, slug: str) -> Draft:
    """NotFound where there is neither a draft nor a published version."""
    return drafts.content_of(found, slug)


def _content(whole: Draft, name: str) -> bytes:
    form = files.form_of_name(name)
    if form is not None:
        if form in whole.forms:
            return whole.forms[form]
        version = selectors.form(form).current_version
        return version.source.encode() if version is not None else b""
    if name in whole.files:
        return whole.files[name]
    if name in (files.README, files.EXAMPLES, files.MANIFEST):
        return b""
    raise NotFound("catalog.file_not_found")


def _edit_page(
    request: HttpRequest, slug: str, name: str, text: str, revision: int, *, error: OneGridError | None = None
) -> HttpResponse:
    shown = {
        "slug": slug,
        "title": title_of(slug),
        "name": name,
        "kind": kind_of(name),
        "text": text,
        "revision": revision,
        "error": in_words(error) if error else None,
    }
    return render(request, "web/studio/edit.html", shown, status=error.status if error else 200)


def _say_taken(request: HttpRequest, received: dict[str, bytes], found: DesignDraft) -> None:
    changed = [name for name in received if name in found.files]
    if not changed:
        messages.info(request, _("What you sent is the same as the published version; there is nothing to publish."))
        return
    said = ngettext("%(n)d file is changed in your draft.", "%(n)d files are changed in your draft.", len(changed))
    messages.success(request, said % {"n": len(changed)})


def _slug_in(received: dict[str, bytes]) -> str:
    from onegrid.catalog.gather import model_of
    from onegrid.engine.sources import Sources

    model = model_of(Sources(bpmn=received.get(files.DIAGRAM, b"")))
    if model is None:
        raise Invalid(
            "catalog.no_diagram",
            "No diagram was sent in which a process can be read.",
            "没有收到可读取的流程图。",
            field="files",
            mend_en="Send the .bpmn file together with the others.",
            mend_zh="请连同 .bpmn 文件一并提交。",
        )
    return model.process_id


def _not_editable(name: str) -> Invalid:
    return Invalid(
        "catalog.not_editable",
        f"{name[:120]} cannot be edited in the page: it is not UTF-8, or larger than {MAX_EDITED // 1024} kB.",
        f"{name[:120]} 不能在页面中编辑：不是 UTF-8 文本，或大于 {MAX_EDITED // 1024} kB。",
        mend_en="Download it, change it and send it again.",
        mend_zh="请下载修改后重新提交。",
    )
