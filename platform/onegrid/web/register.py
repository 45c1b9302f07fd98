"""Registering what somebody tells or what one sees: photo first, few fields, at once a number."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onegrid.cases.models import WorkItem
from onegrid.cases.selectors import case_for, work_items_of
from onegrid.cases.similar import similar_open_cases
from onegrid.catalog import answers as checked
from onegrid.catalog import selectors as catalog
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.catalog.models import Category
from onegrid.common import clock
from onegrid.common.asked import uuid_of
from onegrid.common.errors import Conflict, Detail, Invalid, OneGridError, Refused
from onegrid.intake.models import Channel
from onegrid.intake.services.register_report import channels_of, register_report
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.places import LEVELS, chosen_place, own_place, steps_to
from onegrid.jurisdictions.policy import Actor, Permission, PostView
from onegrid.web import forms, words
from onegrid.web.page import in_words, page

PHOTOS = FormSchema(
    slug="report_photos",
    title="现场照片",
    owner="",
    components=(
        Component(
            type="photo",
            key="photos",
            label="现场照片",
            label_en="Photos",
            validate={"maxCount": 9},
            own={"source": "any"},
        ),
    ),
)
POSITION = FormSchema(
    slug="report_position",
    title="定位",
    owner="",
    components=(Component(type="location", key="position", label="定位", label_en="Position"),),
)
_TEXTS = {"title": 200, "description": 4000, "place": 300, "external_id": 80, "name": 80, "phone": 40, "category": 120}
_BY_PHONE = (Channel.HOTLINE, Channel.RESIDENT, Channel.POLICE, Channel.URBAN)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the form holds: texts by name, the place, the channel and post, the answers of the two small forms."""

    texts: dict[str, str]
    division: str
    channel: str
    post: PostView
    photos: dict[str, Any]
    refused: tuple[Detail, ...]
    position: dict[str, Any]
    key: UUID


@require_http_methods(["GET", "HEAD", "POST"])
@page
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form; POST makes the case, unless something like it was reported and the person has not seen that yet."""
    posts = [one for one in actor.posts if one.allows(Permission.REGISTER_REPORT, one.unit_id)]
    if not posts:
        raise Refused(
            "register.no_post",
            "None of your posts registers reports.",
            "您的岗位没有登记权限。",
            mend_en="Tell it to the intake desk, or ask your administrator for a post that may.",
            mend_zh="请告知受理席，或请管理员授予相应岗位。",
        )
    sent = _sent(request, actor, posts)
    if request.method != "POST" or "places" in request.POST:
        return _form(request, actor, posts, sent)
    try:
        category = _category(sent)
        similar = [] if "anyway" in request.POST else _similar(actor, sent, category)
        if similar:
            return _form(request, actor, posts, sent, similar=similar)
        case = _registered(actor, sent, category)
    except OneGridError as error:
        if error.code == "case.key_used":  # the browser's way back showed the form as it was sent; it asks once more
            sent = replace(sent, key=uuid4())
            error = _used(error)
        return _form(request, actor, posts, sent, error=error)
    return redirect("register_done", number=case.number)


@require_safe
@page
def register_places(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001 - places are public
    """The four levels of place, after one of them was chosen."""
    given = {str(level): request.GET.get(f"place_{level}", "") for level in LEVELS}
    return render(request, "web/parts/places.html", {"steps": _steps(chosen_place(given))})


@require_safe
@page
def register_done(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The number, and with whom it lies now."""
    case = case_for(actor, number)
    waiting = [one for one in work_items_of(case) if one.status == WorkItem.Status.OPEN]
    return render(request, "web/register_done.html", {"case": case, "waiting": waiting})


def _sent(request: HttpRequest, actor: Actor, posts: list[PostView]) -> _Sent:
    post = request.POST
    photos, refused = forms.read_with_files(PHOTOS, post, request.FILES, actor)
    chosen = next((one for one in posts if str(one.id) == post.get("post")), posts[0])
    given = {str(level): post.get(f"place_{level}", "") for level in LEVELS}
    channels = channels_of(chosen)
    channel = post.get("channel", "")
    return _Sent(
        texts={name: post.get(name, "").strip()[:most] for name, most in _TEXTS.items()},
        division=chosen_place(given) if post else own_place(chosen),
        channel=channel if channel or post else channels[0],
        post=chosen,
        photos=photos,
        refused=refused,
        position=forms.read(POSITION, post),
        key=uuid_of(post.get("key", "")) or uuid4(),
    )


def _similar(actor: Actor, sent: _Sent, category: Category | None) -> list[Any]:
    return similar_open_cases(actor, category=category.code if category else "", division=sent.division)


def _registered(actor: Actor, sent: _Sent, category: Category | None) -> Any:
    found = [*sent.refused, *_missing(sent)]
    photos = _answers(PHOTOS, sent.photos, found)
    position = _answers(POSITION, sent.position, found).get("position") or {}
    if found:
        raise _incomplete(found)
    return register_report(
        actor=actor,
        unit_id=sent.post.unit_id,
        channel=sent.channel,
        facts={
            **{name: sent.texts[name] for name in ("title", "description", "place")},
            "division": sent.division,
            "category": category.code if category else "",
            "latitude": position.get("lat"),
            "longitude": position.get("lon"),
        },
        external_id=sent.texts["external_id"],
        reporter_name=sent.texts["name"],
        reporter_phone=sent.texts["phone"],
        attachment_ids=[UUID(str(one)) for one in photos.get("photos") or ()],
        key=sent.key,
    )


def _incomplete(found: list[Detail]) -> Invalid:
    return Invalid(
        "register.invalid",
        "The report cannot be registered yet.",
        "还不能登记。",
        field=found[0].field,
        details=found,
        mend_en="Mend what is marked below.",
        mend_zh="请按下方提示补充。",
    )


def _used(error: OneGridError) -> Conflict:
    return Conflict(
        error.code,
        error.message_en,
        error.message_zh,
        mend_en="If this is another matter, press Register once more: it gets a number of its own.",
        mend_zh="如属另一事项，请再次点击登记，将另行编号。",
    )


def _missing(sent: _Sent) -> Any:
    if not sent.texts["title"]:
        yield Detail(
            "register.title",
            "The title is missing.",
            "缺少标题。",
            field="title",
            mend_en="Say in a few words what it is.",
            mend_zh="请用一句话说明是什么事。",
        )
    if not (sent.texts["place"] or sent.division):
        yield Detail(
            "register.place",
            "The place is missing.",
            "缺少地点。",
            field="place",
            mend_en="Say where it is, or choose its division.",
            mend_zh="请说明在什么地方，或选择所在区划。",
        )


def _answers(form: FormSchema, answers: dict[str, Any], found: list[Detail]) -> dict[str, Any]:
    try:
        return checked.validate(form, answers, scope={"case": {}}, now=clock.now())
    except Invalid as error:
        found.extend(error.details)
        return {}


def _category(sent: _Sent) -> Category | None:
    """By what the list of suggestions says, by code, or by a name that is one category's alone."""
    text = sent.texts["category"]
    if not text:
        return None
    listed = catalog.categories()
    exact = [one for one in listed if text in (_label(one), one.code, one.name)]
    near = exact or [one for one in listed if text in one.name]
    if len(near) == 1:
        return near[0]
    fault = Detail(
        "register.category",
        "No category is called so." if not near else "Several categories are called so.",
        "没有这个类别。" if not near else "有多个类别符合。",
        field="category",
        mend_en="Choose one from the list, or leave it empty: the intake desk decides.",
        mend_zh="请从列表中选择；也可留空，由受理员判断。",
    )
    raise _incomplete([fault, *_missing(sent)])


def _label(one: Category) -> str:
    return f"{one.name}（{one.major_name}）"


def _steps(code: str) -> list[dict[str, Any]]:
    return [
        {"level": one.level, "word": words.LEVEL[one.level], "chosen": one.chosen, "options": one.options}
        for one in steps_to(code)
    ]


_CHANNEL: dict[str, Any] = {
    Channel.HOTLINE: lambda: _("Hotline call"),
    Channel.RESIDENT: lambda: _("A resident told it"),
    Channel.POLICE: lambda: _("Passed on by the police"),
    Channel.URBAN: lambda: _("Urban management"),
    Channel.COLLECTOR: lambda: _("Seen on patrol"),
}


# What stands above each field of this page; a fault found leads to it.
_LABELS: dict[str, Callable[[], str]] = {
    "title": lambda: _("What is it"),
    "category": lambda: _("Category"),
    "place": lambda: _("Place in words"),
    "channel": lambda: _("How it came"),
    "external_id": lambda: _("Number at the source"),
}


_PART = re.compile(r"[.\[]")


def _of(form: FormSchema, details: Sequence[Detail]) -> list[Detail]:
    keys = {one.key for one in form.components}
    return [one for one in details if _PART.split(one.field or "", maxsplit=1)[0] in keys]


def _form(
    request: HttpRequest,
    actor: Actor,
    posts: list[PostView],
    sent: _Sent,
    *,
    error: OneGridError | None = None,
    similar: list[Any] | None = None,
) -> HttpResponse:
    details = error.details if error else ()
    said = in_words(error) if error else None
    labels = {name: label() for name, label in _LABELS.items()}
    if said:
        # The two small forms tell their own faults, with links.
        own = {one.field for form in (PHOTOS, POSITION) for one in _of(form, details)}
        told = [one for one in said["details"] if one["field"] not in own]
        if not details and said["field"] in labels:
            told = [{"field": said["field"], "message": ""}]
        said["details"] = [{**one, "label": labels.get(one["field"])} for one in told]
    wrong = {one["field"]: one["message"] for one in said["details"] if one["message"]} if said else {}
    if said and said["field"] and said["field"] not in wrong:
        wrong[said["field"]] = said["message"]
    channels = dict.fromkeys(one for post in posts for one in channels_of(post))
    units = dict(Unit.objects.filter(pk__in=[one.unit_id for one in posts]).values_list("pk", "name"))
    small: dict[str, Any] = {
        "scope": {"case": {}},
        "outcome": None,
        "now": clock.now(),
        "actor": actor,
    }
    shown = {
        "sent": sent,
        "error": said,
        "wrong": wrong,
        "similar": similar or [],
        "photos": forms.render(PHOTOS, answers=sent.photos, details=_of(PHOTOS, details), **small),
        "position": forms.render(POSITION, answers=sent.position, details=_of(POSITION, details), **small),
        "steps": _steps(sent.division),
        "categories": [_label(one) for one in catalog.categories()],
        "channels": [(str(one), _CHANNEL[one]()) for one in channels],
        "posts": [(one.id, units.get(one.unit_id, "")) for one in {p.unit_id: p for p in posts}.values()],
        "by_phone": any(one in _BY_PHONE for one in channels),
    }
    return render(request, "web/register.html", shown, status=error.status if error else 200)
