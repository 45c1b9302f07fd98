"""Files as text in the page: what can be edited there, and text from a browser back to the file's own bytes."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from onegrid.catalog.draft import EXAMPLES, MANIFEST, README

MAX_EDITED = 512 * 1024


def text_of(content: bytes) -> str | None:
    """None where it is not UTF-8 or too large for a page: then it is downloaded and sent again."""
    if len(content) > MAX_EDITED:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def bytes_of(typed: str, before: bytes) -> bytes:
    """Browsers send every line end as CRLF; the file keeps the one that it had."""
    plain = typed.replace("\r\n", "\n")
    if b"\r\n" in before:
        plain = plain.replace("\n", "\r\n")
    return plain.encode()


def kind_of(name: str) -> str:
    """What a file is, for its word in the list."""
    if name.startswith("forms/"):
        return "form"
    if name.startswith("decisions/"):
        return "decision"
    return {MANIFEST: "manifest", EXAMPLES: "examples", README: "notes"}.get(name, "diagram")


def html_of(markdown: str) -> SafeString:
    """Notes as HTML: no HTML of their own, no pictures from elsewhere; headings below those of the page."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1:]) + 2)}"
    return SafeString(nh3.clean(reader.renderer.render(tokens, reader.options, {}), url_schemes={"http", "https"}))
