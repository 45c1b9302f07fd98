"""Photos, signatures, files: ids of what is uploaded at once by the page, or with the form where scripts are off."""

from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from onegrid.catalog.forms.schema import Component
from onegrid.catalog.forms.values.counted import DEFAULT_MAXIMUM
from onegrid.web.forms.attachments import Shown
from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import ABSENT, Kind

NEW = ".new"
"""Behind a field's name: files sent with the form itself."""

SHOTS = {
    "near": _("Near shot"),
    "far": _("Far shot"),
    "reference": _("With a landmark"),
    "before": _("Before handling"),
    "after": _("After handling"),
    "other": "",
}


def most(one: Component) -> int:
    """How many it may hold."""
    if one.type == "signature" or (one.type == "filepicker" and not one.own.get("multiple")):
        return 1
    return int(one.validate.get("maxCount", DEFAULT_MAXIMUM.get(one.type, 1)))


def _held(field: Field) -> list[Shown]:
    ids = field.value if isinstance(field.value, list) else [field.value] if field.value else []
    return field.drawing.known.files(ids)


def _facts(field: Field) -> dict[str, Any]:
    own, least = field.component.own, field.component.validate.get("minCount")
    return {
        "held": _held(field),
        "most": most(field.component),
        "least": least or (1 if field.component.validate.get("required") else 0),
        "accept": _accept(field.component),
        "camera": field.kind == "photo",
        "only_camera": own.get("source") == "camera",
        "shot": SHOTS.get(str(own.get("shot", "other")), ""),
    }


def _accept(one: Component) -> str:
    if one.type != "filepicker":
        return "image/*"
    found = one.own.get("accept")
    return found if isinstance(found, str) else ""


def _plain(field: Field) -> Any:
    return render_to_string("web/forms/held.html", {"held": _held(field), "field": field}) if field.value else ""


def read_several(_one: Component, name: str, post: QueryDict) -> Any:
    """All but the empty companion."""
    found = post.getlist(name)
    return [one[:60] for one in found if one] if found else ABSENT


def read_one(_one: Component, name: str, post: QueryDict) -> Any:
    """The last one."""
    found = post.getlist(name)
    kept = [one[:60] for one in found if one]
    return ABSENT if not found else kept[-1] if kept else None


PHOTOS = Kind("web/forms/photo.html", _facts, read_several, _plain, grouped=True)
FILES = Kind("web/forms/filepicker.html", _facts, read_several, _plain, grouped=True)
SIGNATURE = Kind("web/forms/signature.html", _facts, read_one, _plain, grouped=True)
