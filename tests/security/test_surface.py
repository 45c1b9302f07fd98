"""Ways in and ways out: sessions, keys, downloads, headers, limits of callers."""

import hashlib
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as installed
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from onegrid.cases.services.add_attachment import LARGEST
from onegrid.intake.models import SourceSystem
from onegrid.jurisdictions.throttling import ByCaller
from tests.isolation.city import SECRET, Scene, World, picture
from tests.isolation.conftest import loaded_world, world  # noqa: F401 - fixtures
from tests.isolation.pairs import PAIRS


@pytest.fixture
def scene(world: World) -> Scene:  # noqa: F811
    """The first pair."""
    return Scene(world, PAIRS[0])


def test_a_write_by_session_needs_the_forms_token(scene: Scene) -> None:
    """A page elsewhere can send the cookie along; it can not read the token."""
    case = scene.filed()
    address, body = f"/api/v1/cases/{case.number}/comments/", {"text": "一"}
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(scene.person("owner"), backend="onegrid.jurisdictions.signed_in.PersonBackend")
    assert client.get(f"/api/v1/cases/{case.number}/").status_code == 200
    refused = client.post(address, body, format="json")
    assert refused.status_code == 403
    assert not case.comments.exists()
    client.cookies["csrftoken"] = "a" * 32
    assert client.post(address, body, format="json", headers={"X-CSRFToken": "a" * 32}).status_code == 201
    assert client.post(address, body, format="json", headers={"X-CSRFToken": "b" * 32}).status_code == 403


def test_a_session_sees_no_more_than_a_token(scene: Scene) -> None:
    case = scene.filed()
    client = APIClient()
    client.force_login(scene.person("stranger"), backend="onegrid.jurisdictions.signed_in.PersonBackend")
    assert client.get(f"/api/v1/cases/{case.number}/").status_code == 404
    client.force_login(scene.person("owner"), backend="onegrid.jurisdictions.signed_in.PersonBackend")
    assert client.get(f"/api/v1/cases/{case.number}/").status_code == 200


def test_the_key_of_a_source_is_kept_as_a_hash(scene: Scene) -> None:
    row = scene.source("hidden-a")
    kept = SourceSystem.objects.filter(pk=row.pk).values().get()
    assert kept["key_hash"] == hashlib.sha256(SECRET.encode()).hexdigest()
    assert SECRET not in str(kept)
    right = f"Source hidden-a.{SECRET}"
    for sent in (right.upper(), f"{right}x", "Source hidden-a.", "Source .", "Source hidden-a", f"Source x.{SECRET}"):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=sent)
        assert client.get("/api/v1/reports/1/").status_code == 401, sent
    SourceSystem.objects.filter(pk=row.pk).update(is_active=False)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=right)
    assert client.get("/api/v1/reports/1/").status_code == 401


def test_signing_in_is_throttled_by_address(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["token"]
    monkeypatch.setattr(ByCaller, "THROTTLE_RATES", {"token": "3/min"})
    cache.clear()
    body = {"username": scene.person("owner").username, "password": "wrong"}
    found = [APIClient().post("/api/v1/tokens/", body, format="json").status_code for _ in range(5)]
    assert found == [401, 401, 401, 429, 429]


def test_a_download_is_never_run_in_the_page(scene: Scene) -> None:
    client = scene.client("owner")
    pdf = SimpleUploadedFile('a"\r\nX-Evil: 1.pdf', b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n")
    for upload, way in ((picture(), "inline"), (pdf, "attachment")):
        key = client.post("/api/v1/attachments/", {"file": upload}, format="multipart").json()["key"]
        answer: Any = client.get(f"/api/v1/attachments/{key}/content/")
        assert answer.headers["Content-Disposition"].startswith(way)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"].startswith("private")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "X-Evil" not in answer.headers


def _zip_bomb() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 30_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<html><script>alert(1)</script></html>"),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("a.mp3", b"#!/bin/sh\nrm -rf /\n"),
        ("a.mp4", b"<!DOCTYPE html><html></html>"),
        ("a.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("a.heic", b"<?php echo 1; ?>"),
        ("a.zip", _zip_bomb()),
        ("a.jpg", b""),
        ("a.jpg", b"\xff\xd8\xff" + b"\0" * LARGEST),
    ],
)
def test_what_a_file_is_called_does_not_count(scene: Scene, name: str, content: bytes) -> None:
    sent = {"file": SimpleUploadedFile(name, content, content_type="image/png")}
    answer = scene.client("owner").post("/api/v1/attachments/", sent, format="multipart")
    assert answer.status_code in (400, 413, 422), answer.content
