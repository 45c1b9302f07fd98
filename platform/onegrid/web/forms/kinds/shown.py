"""What only shows: words, pictures, lines. Designers' HTML and markdown are cleaned; no other host is asked."""

import re
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from onegrid.web.forms.field import Field
from onegrid.web.forms.kinds.kind import Kind
from onegrid.web.language import pick

_TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "h3", "h4", "h5", "hr", "i", "img",
    "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "td": {"colspan", "rowspan"}}
_ATTRIBUTES["th"] = {"colspan", "rowspan", "scope"}
_HEADING = re.compile(r"<(/?)h[12]>")
_NO_PICTURE = re.compile(r'<img(?!(?:[^>"]|"[^"]*")*?\ssrc=")(?:[^>"]|"[^"]*")*>')
_DATA = re.compile(r"[\s\x00-\x20]*data\s*:", re.IGNORECASE)
_OURS = re.compile(r"/(?![/\\])[^\s]*|data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def is_ours(address: object) -> bool:
    """Whether a picture's address is of this installation (or the picture itself)."""
    return isinstance(address, str) and _OURS.fullmatch(address) is not None


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("img", "src"):
        return value if is_ours(value) else None
    return None if attribute == "href" and _DATA.match(value) else value


@lru_cache(maxsize=512)
def clean(html: str) -> SafeString:
    """Without scripts, styles, forms, other hosts' pictures. Headings begin below those of the page."""
    found = nh3.clean(
        _HEADING.sub(r"<\1h3>", html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(_NO_PICTURE.sub("", found))  # noqa: S308  cleaned just now


@lru_cache(maxsize=512)
def markdown(text: str) -> SafeString:
    """Markdown without raw HTML, cleaned once more."""
    return clean(_MARKDOWN.render(text))


def _text(field: Field) -> dict[str, Any]:
    own = field.component.own
    return {"html": markdown(pick(_str(own.get("text")), _str(own.get("textEn"))))}


def _html(field: Field) -> dict[str, Any]:
    return {"html": clean(_str(field.component.own.get("content")))}


def _image(field: Field) -> dict[str, Any]:
    source = field.component.own.get("source")
    return {"source": source if is_ours(source) else "", "alt": _str(field.component.own.get("alt")) or field.label}


def _spacer(field: Field) -> dict[str, Any]:
    height = field.component.own.get("height")
    pixels = height if isinstance(height, (int, float)) and not isinstance(height, bool) else 60
    return {"step": max(1, min(6, round(pixels / 20)))}


def _iframe(field: Field) -> dict[str, Any]:
    url = _str(field.component.own.get("url"))
    return {"url": url if url.startswith(("https://", "http://")) or is_ours(url) else ""}


def _str(value: object) -> str:
    return value if isinstance(value, str) else ""


TEXT = Kind("web/forms/text.html", _text, holds=False)
HTML = Kind("web/forms/text.html", _html, holds=False)
IMAGE = Kind("web/forms/image.html", _image, holds=False)
SEPARATOR = Kind("web/forms/separator.html", holds=False)
SPACER = Kind("web/forms/spacer.html", _spacer, holds=False)
BUTTON = Kind("web/forms/left_out.html", holds=False)
IFRAME = Kind("web/forms/iframe.html", _iframe, holds=False)
DOCUMENTS = Kind("web/forms/left_out.html", holds=False)
