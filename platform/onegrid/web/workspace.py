"""The workspace: what waits for a person, one task, and how it is done."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onegrid.cases import queue
from onegrid.cases.models import WorkItem
from onegrid.cases.selectors import WorkItemView, work_item_for
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.save_draft import save_draft
from onegrid.catalog import selectors as catalog
from onegrid.common import clock
from onegrid.common.asked import whole_number
from onegrid.common.errors import Detail, Invalid, OneGridError
from onegrid.jurisdictions.policy import Actor
from onegrid.web import forms, moments
from onegrid.web.language import pick
from onegrid.web.page import in_words, is_partial, page
from onegrid.web.queue_asked import Asked, asked_of
from onegrid.web.queue_shown import queue_shown
from onegrid.web.task_shown import SIGNATURE, SIGNED, Typed, read_revision, task_shown
from onegrid.web.templatetags.onegrid import stored


@require_safe
@page
def work(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The boxes. On a desk the right half waits for a task to be chosen; `here`: the one that stands there already."""
    chosen = whole_number(request.GET.get("here", ""))
    shown = queue_shown(actor, asked_of(actor, request.GET), chosen=chosen)
    return render(request, "web/work.html", {"queue": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def work_task(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """One task; POST does it. What was typed comes back with every error."""
    if request.method == "POST":
        return _complete(request, actor, work_item_id)
    return task_page(request, actor, work_item_id)


def task_page(
    request: HttpRequest,
    actor: Actor,
    work_item_id: int,
    *,
    typed: Typed | None = None,
    error: OneGridError | None = None,
    comment: str = "",
) -> HttpResponse:
    """The task with what went wrong and what was typed; alone where only the right half is asked for."""
    asked = asked_of(actor, request.GET)
    shown = {
        "task": task_shown(actor, work_item_id, typed=typed, error=error),
        "error": in_words(error) if error else None,
        "query": asked.query,
        "comment": comment,
    }
    status = error.status if error else 200
    if is_partial(request):
        answer = render(request, "web/parts/task.html", shown, status=status)
    else:
        shown["queue"] = queue_shown(actor, asked, chosen=work_item_id)
        answer = render(request, "web/work.html", shown, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _complete(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    view = work_item_for(actor, work_item_id)
    typed, refused = _typed(request, actor, view)
    try:
        if refused:
            raise _files_refused(refused)
        done = complete_work_item(
            actor=actor,
            work_item_id=work_item_id,
            outcome=typed.outcome,
            answers=typed.answers,
            opinion=typed.opinion,
            reason=typed.reason,
            signature=typed.signature,
            revision=read_revision(view.item, typed),
            key=typed.key,
        )
    except OneGridError as error:
        _keep(actor, view, typed)
        return task_page(request, actor, work_item_id, typed=typed, error=error)
    said = next((pick(one.label, one.label_en) for one in view.definition.outcomes if one.id == done.outcome), "")
    return go_on(request, actor, done, told(_("Done: {task}, {outcome}."), task=done.name, outcome=said))


def _keep(actor: Actor, view: WorkItemView, typed: Typed) -> None:
    """What was refused is not lost when the person leaves now; where it cannot be kept, the page still shows it."""
    revision = read_revision(view.item, typed)
    if view.item.owner_id == actor.person_id:
        with suppress(OneGridError):
            save_draft(actor=actor, work_item_id=view.item.pk, draft=typed.as_draft(revision), revision=revision)


def _typed(request: HttpRequest, actor: Actor, view: WorkItemView) -> tuple[Typed, tuple[Detail, ...]]:
    """Files that came with the form are stored first, so that they outlast a refusal."""
    form = catalog.form_of(view.item.case.version_id, view.item.form)
    answers, refused = forms.read_with_files(form, request.POST, request.FILES, actor)
    signed, wrong = forms.read_with_files(SIGNATURE, request.POST, request.FILES, actor)
    return Typed.of(request.POST, answers, signature=signed.get(SIGNED)), (*refused, *wrong)


def _files_refused(details: tuple[Detail, ...]) -> Invalid:
    return Invalid(
        "answers.files",
        "Some files could not be taken.",
        "部分文件未能上传。",
        field=details[0].field,
        details=details,
        mend_en="See beside the fields.",
        mend_zh="请按字段旁的提示处理。",
    )


def told(words: str, **names: object) -> SafeString:
    """What happened, with names that the city keeps marked as such."""
    return format_html(words, **{name: stored(value) for name, value in names.items()})


def go_on(request: HttpRequest, actor: Actor, item: WorkItem, said: str) -> HttpResponse:
    """After an act that takes the task away: say so, and show the next of the same list."""
    asked = asked_of(actor, request.GET)
    following = _following(actor, asked, item.pk)
    if following is None:
        messages.success(request, format_html("{} {}", said, _("Nothing more waits in this list.")))
        return redirect(f"{reverse('work')}?{asked.query}")
    messages.success(request, format_html("{} {}", said, _("Here is the next one.")))
    return redirect(f"{reverse('work_task', args=[following])}?{asked.query}")


def _following(actor: Actor, asked: Asked, done: int) -> int | None:
    if asked.box not in ("mine", "pool", "unit"):
        return None
    return queue.next_in(actor, asked.box, asked.narrowing, sort=asked.sort, but=done)


@require_POST
@page
def work_draft(request: HttpRequest, actor: Actor, work_item_id: int) -> HttpResponse:
    """Keeps the form as it stands: called by the form itself, or by a button where there is no script."""
    view = work_item_for(actor, work_item_id)
    typed, _refused = _typed(request, actor, view)
    revision = read_revision(view.item, typed)
    by_button = "keep" in request.POST
    try:
        kept = save_draft(actor=actor, work_item_id=work_item_id, draft=typed.as_draft(revision), revision=revision)
    except OneGridError as error:
        if by_button:
            return task_page(request, actor, work_item_id, typed=typed, error=error)
        said = in_words(error)
        return JsonResponse({"error": {"code": said["code"], "message": said["message"]}}, status=error.status)
    if by_button:
        messages.success(request, _("The draft is kept. You can go on later."))
        return redirect(f"{reverse('work_task', args=[work_item_id])}?{asked_of(actor, request.GET).query}")
    said_back = {"revision": kept.revision, "time": moments.time_of_day(kept.drafted_at or clock.now())}
    return JsonResponse(said_back, headers={"X-Revision": str(kept.revision)})
