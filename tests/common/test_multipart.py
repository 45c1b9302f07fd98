"""A multipart body counts only when it is whole, whatever it was cut in and however it arrives."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

BODY = encode_multipart(BOUNDARY, {"note": "两行", "file": SimpleUploadedFile("a.bpmn", b"<a/>--"), "last": "x"})
END = BODY.index(f"--{BOUNDARY}--".encode()) + len(f"--{BOUNDARY}--")


class Trickling(io.BytesIO):
    """A few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size if size and size > 0 else 7))


def sent(body: bytes, stream: type[io.BytesIO] = io.BytesIO) -> Any:
    extra: dict[str, Any] = {"wsgi.input": stream(body), "CONTENT_LENGTH": str(len(body))}
    return RequestFactory().generic("POST", "/", body, content_type=MULTIPART_CONTENT, **extra)


@pytest.mark.parametrize("stream", [io.BytesIO, Trickling])
def test_a_whole_body_is_read(stream: type[io.BytesIO]) -> None:
    for body in (BODY, BODY[:END], BODY + b"what follows does not count" * 5):
        request = sent(body, stream)
        assert (request.POST["note"], request.POST["last"]) == ("两行", "x")
        assert request.FILES["file"].read() == b"<a/>--"


@pytest.mark.parametrize("stream", [io.BytesIO, Trickling])
def test_a_body_that_ends_anywhere_before_is_refused(stream: type[io.BytesIO]) -> None:
    for cut in range(1, END):
        request = sent(BODY[:cut], stream)
        with pytest.raises(MultiPartParserError):
            len(request.FILES)
        assert not request.POST and not request.FILES, "nothing of it is left to act upon"


def test_a_large_file_that_broke_off_is_refused(settings: Any, tmp_path: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    whole = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("a.mp4", b"x" * 4_000_000)})
    with sent(whole).FILES["file"] as found:
        assert found.size == 4_000_000
    with pytest.raises(MultiPartParserError):
        len(sent(whole[:3_000_000]).FILES)
    assert list(tmp_path.iterdir()) == []
