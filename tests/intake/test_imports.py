"""Files of reports: every line once, each refusal with its line, killed imports go on."""

import re
import signal
import time
import uuid
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from rest_framework.test import APIClient

from onegrid.cases.models import Case, CaseSource
from onegrid.common.errors import NotFound
from onegrid.config.celery import app
from onegrid.config.supervisor.process import Child, end, wait_until
from onegrid.intake import tasks
from onegrid.intake.models import ImportJob, ImportRowError, ImportState
from onegrid.intake.services import import_chunk as module
from onegrid.intake.services.import_chunk import LINE_BYTES, import_chunk
from onegrid.intake.services.start_import import start_import
from onegrid.jurisdictions import tokens
from tests.conftest import Processes, _turn_to
from tests.factories.cases import CITY, OTHER_COUNTY, City
from tests.intake.conftest import MakeSource


def lines(*rows: dict[str, Any] | bytes) -> bytes:
    """NDJSON."""
    return b"".join((row if isinstance(row, bytes) else orjson.dumps(row)) + b"\n" for row in rows)


def started(city: City, content: bytes, source: str = "hotline", by: str = "intake") -> ImportJob:
    return start_import(actor=city.actor(by), source_slug=source, file=SimpleUploadedFile("r.ndjson", content))


def run(job: ImportJob) -> ImportJob:
    while import_chunk(job_id=job.pk):
        pass
    job.refresh_from_db()
    return job


def client_of(city: City, name: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people[name].pk, 0)[0]}")
    return client


def test_the_same_file_again_brings_nothing_new(city: City, make_source: MakeSource) -> None:
    make_source()
    file = lines({"title": "一", "external_id": "B1"}, {"title": "二", "external_id": "B2"})
    turned = b'{"external_id":  "B1", "title": "\xe4\xb8\x80"}\n{"external_id": "B2",  "title": "\xe4\xba\x8c"}'
    first, again = run(started(city, file)), run(started(city, turned))
    assert (first.accepted, first.repeated, first.failed) == (2, 0, 0)
    assert (again.accepted, again.repeated, again.failed) == (0, 2, 0)
    other = run(started(city, lines({"title": "另一件", "external_id": "B1"})))
    assert (other.accepted, other.repeated, other.failed) == (0, 0, 1)
    assert other.errors.get().error["code"] == "report.number_known"
    unnumbered = lines({"title": "三"}, {"title": "三"})
    assert run(started(city, unnumbered)).accepted == 2, "two people may say the same"


def test_a_number_of_blanks_is_none_and_a_nought_is_one(city: City, make_source: MakeSource) -> None:
    make_source()
    blank, nought = {"title": "路灯不亮", "external_id": "  "}, {"title": "路灯不亮", "external_id": 0}
    first = run(started(city, lines(blank, blank, nought)))
    assert (first.accepted, first.repeated, first.failed) == (3, 0, 0)
    again = run(started(city, lines(nought)))
    assert (again.accepted, again.repeated, again.failed) == (0, 1, 0)


def test_good_lines_go_in_and_bad_ones_are_told_by_line(city: City, make_source: MakeSource) -> None:
    make_source()
    key = str(uuid.uuid4())
    job = run(
        started(
            city,
            b"\xef\xbb\xbf"
            + lines(
                {"title": "一", "external_id": "A1"},
                b"{not json",
                b"",
                b"[1]",
                {"title": "二", "division": "999999"},
                {"external_id": "A3"},
                {"title": "三", "idempotency_key": "x"},
                {"title": "一一", "external_id": "A1"},
                {"title": "四", "idempotency_key": key},
                {"title": "四", "idempotency_key": key},
                {"title": "五", "idempotency_key": key},
                b'{"title": "\x00\xff"}',
                orjson.dumps({"title": "长" * LINE_BYTES}),
                '{"title": "甲", "title": "乙"}'.encode(),
                {"title": "末"},
            ).rstrip(b"\n"),
        )
    )
    assert (job.state, job.line, job.position) == (ImportState.DONE, 15, job.size)
    assert (job.accepted, job.repeated, job.failed) == (3, 1, 10)
    told = {row.line: (row.error["code"], row.error["field"]) for row in job.errors.all()}
    assert told == {
        2: ("import.not_json", None),
        4: ("import.not_object", None),
        5: ("report.division_unknown", "division"),
        6: ("common.invalid", "title"),
        7: ("import.key", None),
        8: ("report.number_known", "external_id"),
        11: ("report.key_reused", "Idempotency-Key"),
        12: ("import.not_json", None),
        13: ("import.line_too_long", None),
        14: ("common.duplicate_key", "title"),
    }
    assert all(row.error["mend"]["zh"] and row.error["message"]["en"] for row in job.errors.all())
    chinese = [text for row in job.errors.all() for text in (row.error["message"]["zh"], row.error["mend"]["zh"])]
    assert not [text for text in chinese if text.isascii() or re.search("[A-Za-z]+ [a-z]+", text)]
    assert job.errors.get(line=2).text == "{not json"
    assert len(job.errors.get(line=13).text) <= 4000
    assert Case.objects.count() == 3


def test_a_line_that_fails_unforeseen_stops_nothing(
    city: City, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.receive_report

    def sometimes(**given: Any) -> Any:
        if given["body"]["title"] == "坏":
            raise KeyError("坏")
        return real(**given)

    monkeypatch.setattr(module, "receive_report", sometimes)
    make_source()
    job = run(started(city, lines({"title": "一"}, {"title": "坏"}, {"title": "二"})))
    assert (job.state, job.accepted, job.failed) == (ImportState.DONE, 2, 1)
    assert job.errors.get().error["code"] == "import.unforeseen"


def test_a_chunk_that_is_rolled_back_is_taken_again_without_doubling(
    city: City, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_LINES", 4)
    make_source()
    job = started(city, lines(*[{"title": f"事{n}"} for n in range(10)], b"{"))

    class Killed(BaseException):
        """As when the process dies in the middle."""

    assert import_chunk(job_id=job.pk)
    with pytest.raises(Killed), transaction.atomic():
        import_chunk(job_id=job.pk)
        raise Killed
    job.refresh_from_db()
    assert (job.line, job.accepted, Case.objects.count()) == (4, 4, 4)
    run(job)
    assert (job.accepted, job.failed, job.line, Case.objects.count()) == (10, 1, 11, 10)
    assert len(set(CaseSource.objects.values_list("external_id", flat=True))) == 10
    assert not import_chunk(job_id=job.pk), "a finished import is not begun again"


def test_progress_and_errors_over_http(city: City, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK_LINES", 1)
    make_source()
    client = client_of(city, "intake")
    file = SimpleUploadedFile("r.ndjson", lines({"title": "一"}, b"{"))
    answer = client.post("/api/v1/imports/", {"source": "hotline", "file": file}, format="multipart")
    assert answer.status_code == 202, answer.content
    job = answer.json()
    assert (job["source"], job["state"], job["percent"], job["lines"]) == ("hotline", "waiting", 0, 0)
    import_chunk(job_id=job["id"])
    shown = client.get(f"/api/v1/imports/{job['id']}/").json()
    assert (shown["state"], shown["accepted"], shown["lines"]) == ("running", 1, 1)
    assert 0 < shown["percent"] < 100
    run(ImportJob.objects.get(pk=job["id"]))
    shown = client.get("/api/v1/imports/").json()["results"][0]
    assert (shown["state"], shown["percent"], shown["failed"], shown["error"]) == ("done", 100, 1, None)
    (error,) = client.get(f"/api/v1/imports/{job['id']}/errors/").json()["results"]
    assert (error["line"], error["error"]["code"], error["text"]) == (2, "import.not_json", "{")


def test_an_import_without_its_file_fails_in_words_and_is_left_alone(
    city: City, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_LINES", 2)
    make_source()
    job = started(city, lines(*[{"title": f"事{n}"} for n in range(4)]))
    assert import_chunk(job_id=job.pk)
    job.file.storage.delete(job.file.name)
    assert not import_chunk(job_id=job.pk)
    shown = client_of(city, "intake").get(f"/api/v1/imports/{job.pk}/").json()
    assert (shown["state"], shown["lines"], shown["accepted"], shown["percent"]) == ("failed", 2, 2, 50)
    error = shown["error"]
    assert error["code"] == "import.file_missing"
    assert error["message"]["zh"] and error["message"]["en"]
    assert "2" in error["mend"]["zh"] and "2" in error["mend"]["en"]
    rung: list[Any] = []
    monkeypatch.setattr(tasks.run_import, "apply_async", lambda args, *_, **__: rung.append(args[0]))
    ImportJob.objects.update(leased_until=None)
    tasks.resume_imports()
    tasks.run_import(job.pk)
    assert rung == [], "nobody tries it again"


def test_a_file_that_lost_its_end_is_not_called_done(city: City, make_source: MakeSource) -> None:
    make_source()
    job = started(city, lines({"title": "一"}, {"title": "二"}))
    Path(job.file.path).write_bytes(lines({"title": "一"}))
    job = run(job)
    assert (job.state, job.accepted, (job.error or {})["code"]) == (ImportState.FAILED, 1, "import.file_cut")


def test_a_storage_that_is_away_for_a_while_fails_nothing(
    city: City, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_source()
    job = started(city, lines({"title": "一"}))

    def away(*_: Any, **__: Any) -> Any:
        raise ConnectionError("storage")

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_open", away)
        with pytest.raises(ConnectionError):
            import_chunk(job_id=job.pk)
    assert run(job).state == ImportState.DONE


def test_an_empty_file_is_refused(city: City, make_source: MakeSource) -> None:
    make_source()
    answer = client_of(city, "intake").post(
        "/api/v1/imports/", {"source": "hotline", "file": SimpleUploadedFile("r.ndjson", b"")}, format="multipart"
    )
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "file"


def test_only_sources_of_ones_units(city: City, make_source: MakeSource) -> None:
    make_source()
    make_source("other", unit=OTHER_COUNTY)
    make_source("closed", is_active=False)
    with pytest.raises(NotFound):
        started(city, lines({"title": "一"}), "other")
    with pytest.raises(NotFound):
        started(city, lines({"title": "一"}), "closed")
    with pytest.raises(NotFound):
        started(city, lines({"title": "一"}), by="handler")
    answer = client_of(city, "intake").get("/api/v1/sources/").json()
    assert {one["slug"] for one in answer["results"]} == {"hotline", "closed"}
    city.hire("city desk", ("intake", CITY))
    started(city, lines({"title": "一"}), "other", by="city desk")
    assert client_of(city, "intake").get("/api/v1/imports/").json()["results"] == []
    assert ImportJob.objects.count() == 1


def test_stopped_imports_are_taken_up_by_beat(
    city: City, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_source()
    waiting, done = started(city, lines({"title": "一"})), run(started(city, lines({"title": "二"})))
    rung: list[Any] = []
    monkeypatch.setattr(tasks.run_import, "apply_async", lambda args, *_, **__: rung.append(args[0]))
    tasks.resume_imports()
    assert rung == [waiting.pk]
    assert done.state == ImportState.DONE
    assert app.conf.beat_schedule["resume_imports"]["task"] == tasks.resume_imports.name
    import_chunk(job_id=waiting.pk)


def _worker(processes: Processes, number: int) -> Child:
    return processes.start(
        f"import-worker-{number}",
        *("celery", "-A", "onegrid.config.celery", "worker", "--concurrency=1"),
        *("--without-mingle", "--without-gossip", "--loglevel=INFO"),
    )


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    committed_city: City, make_source: MakeSource, processes: Processes, tmp_path: Path, settings: Any
) -> None:
    total = 500
    source = make_source()
    processes.environment["ONEGRID_MEDIA"] = settings.MEDIA_ROOT
    (Path(settings.MEDIA_ROOT) / "imports").mkdir()
    content = lines(*[{"title": f"事{n}", "external_id": f"N{n}"} for n in range(total)])
    (Path(settings.MEDIA_ROOT) / "imports" / "r.ndjson").write_bytes(content)
    job = ImportJob.objects.create(
        source=source, file="imports/r.ndjson", size=len(content), created_at=source.created_at
    )
    children, broker = [], app.conf.broker_url
    _turn_to(app, processes.environment["ONEGRID_BROKER_URL"])
    try:
        for number in range(2):
            child = _worker(processes, number)
            children.append(child)
            tasks.run_import.delay(job.pk)
            before = job.line

            def further(before: int = before) -> bool:
                job.refresh_from_db()
                return job.line > before or job.state == ImportState.DONE

            assert wait_until(further, seconds=25), (processes.folder / f"import-worker-{number}.log").read_text()
            time.sleep(0.05)
            child.send_signal(signal.SIGKILL)
            child.wait()
        job.refresh_from_db()
        assert job.state != ImportState.DONE, "it was killed too late to say anything"
        children.append(_worker(processes, 2))
        tasks.run_import.delay(job.pk)
        assert wait_until(lambda: ImportJob.objects.filter(pk=job.pk, state="done").exists(), seconds=60)
    finally:
        _turn_to(app, broker)
        for child in children:
            end(child, [(signal.SIGKILL, 5)])
    job.refresh_from_db()
    assert (job.line, job.accepted, job.failed, job.repeated) == (total, total, 0, 0)
    assert Case.objects.count() == CaseSource.objects.values("external_id").distinct().count() == total
    assert not ImportRowError.objects.exists()
