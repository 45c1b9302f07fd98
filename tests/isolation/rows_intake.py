"""Rows of reports, sources and imports."""

import uuid
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile

from onegrid.intake.models import ImportJob
from onegrid.intake.services.import_chunk import import_chunk
from onegrid.intake.services.start_import import start_import
from tests.isolation.city import SECRET, Scene
from tests.isolation.shapes import Call, Row, Stranger

IMPORTS = "who may import reports for the source's unit"
BODY = {
    "external_id": "EXT-HIDDEN",
    "title": "隐报路面塌陷",
    "place": "隐报巷",
    "reporter": {"name": "隐报人", "phone": "13900001111"},
}
WORDS = ("EXT-HIDDEN", "隐报路面塌陷", "隐报巷", "隐报人", "13900001111")
LINES = '{"title": "隐报甲"}\n{"titel": "隐报乙", "reporter": {"name": "隐报人", "phone": "13900001111"}}\n'.encode()


def _send(scene: Scene) -> Call:
    scene.source("hidden-a")
    return Call(
        body=BODY,
        headers={"Idempotency-Key": str(uuid.uuid4())},
        owner="source:hidden-a",
        stranger="source:other-b",
        shows=("case_number",),
    )


def _send_again(scene: Scene) -> Call:
    """A key is its source's own: another source that sends it has sent something of its own."""
    call = _send(scene)
    sent = scene.client(call.owner).post("/api/v1/reports/", BODY, format="json", headers=call.headers)
    assert sent.status_code == 201, sent.content
    number = sent.json()["case_number"]
    return replace(call, status=200, shows=(number,), hides=(number,))


def _status(scene: Scene) -> Call:
    call = _send(scene)
    sent = scene.client(call.owner).post("/api/v1/reports/", BODY, format="json", headers=call.headers)
    assert sent.status_code == 201, sent.content
    number = sent.json()["case_number"]
    return Call(
        path={"report_id": sent.json()["id"]},
        owner=call.owner,
        stranger=call.stranger,
        shows=(number, "EXT-HIDDEN"),
        hides=(number, *WORDS),
    )


def _status_to_staff(scene: Scene) -> Call:
    """The way in is the source's key; a person's token, be it of the city's own supervisor, opens nothing here."""
    call = _status(scene)
    return Call(path=call.path, owner=call.owner, stranger="mayor", shows=call.shows, hides=call.hides)


def _sources(scene: Scene) -> Call:
    scene.source("hidden-a")
    return Call(shows=("hidden-a",), hides=("hidden-a", SECRET))


def _job(scene: Scene) -> ImportJob:
    source = scene.source("hidden-a")
    job = start_import(actor=scene.actor("owner"), source_slug=source.slug, file=SimpleUploadedFile("a.ndjson", LINES))
    import_chunk(job_id=job.pk)
    return job


def _imports(scene: Scene) -> Call:
    _job(scene)
    return Call(shows=("hidden-a",), hides=("hidden-a",))


def _import(scene: Scene) -> Call:
    return Call(path={"job_id": _job(scene).pk}, shows=("hidden-a",), hides=("hidden-a",))


def _errors(scene: Scene) -> Call:
    return Call(path={"job_id": _job(scene).pk}, shows=("titel",), hides=("titel", *WORDS))


def _start(scene: Scene) -> Call:
    scene.source("hidden-a")
    return Call(
        body=lambda: {"source": "hidden-a", "file": SimpleUploadedFile("a.ndjson", LINES)},
        format="multipart",
        shows=("hidden-a",),
        hides=("hidden-a",),
    )


N, W = Stranger.NOTHING, Stranger.WITHOUT
KEY = "a source system by its own key"

ROWS = (
    Row("receive_report", Stranger.OWN, KEY, _send, where="city"),
    Row("receive_report", Stranger.OWN, "", _send_again, name="again", where="city"),
    Row("report", N, f"{KEY}; its own reports only", _status, where="city"),
    Row("report", Stranger.REFUSED, "", _status_to_staff, name="staff", where="city"),
    Row("sources", W, IMPORTS, _sources, where="units"),
    Row("imports", W, IMPORTS, _imports, where="units"),
    Row("import", N, IMPORTS, _import, where="units"),
    Row("import_errors", N, f"{IMPORTS}; names and numbers of people are hidden", _errors, where="units"),
    Row("start_import", N, IMPORTS, _start, where="units"),
)
