"""Multipart bodies are read to their end: one that broke off is refused, wherever it was sent to."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError


class ToTheEnd(FileUploadHandler):
    """First of all handlers, so that pages and the API read through it. Django itself drops the file in which a body
    ends and keeps the text that was cut."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's signature
        content_length: int,  # noqa: ARG002
        boundary: Any,  # bytes; the stubs say str
        encoding: str | None = None,
    ) -> Any:
        """What Django reads, or MultiPartParserError (400) without the boundary that closes the body."""
        request: Any = self.request
        others = [one for one in request.upload_handlers if one is not self]
        body: Any = _Watched(input_data, boundary)
        try:
            return MultiPartParser(META, body, others, encoding).parse()
        except MultiPartParserError:
            for one in others:
                one.upload_interrupted()
            raise


class _Watched:
    """A body that knows whether its closing boundary came by."""

    def __init__(self, body: Any, boundary: bytes) -> None:
        self._body, self._closing = body, b"--" + boundary + b"--"
        self._last, self._is_closed = b"", False

    def read(self, size: int) -> bytes:
        """As the body's; at its end an error where it was not closed."""
        found: bytes = self._body.read(size)
        if found and not self._is_closed:
            looked_at = self._last + found
            self._is_closed = self._closing in looked_at
            self._last = looked_at[1 - len(self._closing) :]
        elif not found and not self._is_closed:
            raise MultiPartParserError("The body ends before its closing boundary.")
        return found
