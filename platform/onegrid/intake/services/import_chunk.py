"""import_chunk: a file of reports goes in, chunk by chunk; a killed import goes on where it was."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import IO, Any

import orjson
import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from rest_framework.exceptions import ValidationError

from onegrid.common import clock
from onegrid.common.api_errors import as_error
from onegrid.common.digests import digest_of
from onegrid.common.errors import Invalid, OneGridError
from onegrid.common.parsers import read_json, where_unreadable
from onegrid.intake.models import OVER, ImportJob, ImportRowError, ImportState
from onegrid.intake.serializers import ReportInput
from onegrid.intake.services.receive_report import receive_report

log = structlog.get_logger(__name__)

CHUNK_LINES = 100
LINE_BYTES = 256 * 1024
_SHOWN = 4000
_LEASE = dt.timedelta(minutes=2)
_BOM = b"\xef\xbb\xbf"
_SPACE = uuid.UUID("6f6e6567-7269-4d00-8000-696d706f7274")


def import_chunk(*, job_id: int) -> bool:
    """Take up to CHUNK_LINES lines in one transaction; answers whether there is more.

    Position and rows are written together, so a line is taken exactly once; a line without an `idempotency_key` gets
    one (`_key`).
    """
    with transaction.atomic():
        job = (
            ImportJob.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("source", "source__unit")
            .filter(Q(pk=job_id) & ~Q(state__in=OVER))
            .first()
        )
        if job is None:
            return False
        job.state = ImportState.RUNNING
        job.leased_until = clock.real_now() + _LEASE
        try:
            file = job.file.open("rb")
        except FileNotFoundError:  # any other fault of the storage may pass, so the chunk is tried again
            _fail(job, _missing(job))
        else:
            with file:
                _read(job, file)
        job.save()
    return job.state == ImportState.RUNNING


def _read(job: ImportJob, file: IO[bytes]) -> None:
    file.seek(job.position)
    for _ in range(CHUNK_LINES):
        line, length = _next_line(file)
        if not length:
            if job.position < job.size:
                _fail(job, _cut(job))
            else:
                job.state = ImportState.DONE
            break
        job.line += 1
        job.position += length
        _take(job, line)


def _next_line(file: IO[bytes]) -> tuple[bytes, int]:
    """The next line and its length in the file; of a line that is too long only the beginning is kept."""
    line = part = file.readline(LINE_BYTES + 1)
    length = len(line)
    while len(part) > LINE_BYTES and not part.endswith(b"\n"):
        part = file.readline(LINE_BYTES + 1)
        length += len(part)
    return line, length


def _take(job: ImportJob, line: bytes) -> None:
    text = line.removeprefix(_BOM).strip() if job.line == 1 else line.strip()
    if not text:
        return
    try:
        with transaction.atomic():
            body, key = _parse(job, text)
            _report, created = receive_report(source=job.source, key=key, body=body)
    except (OneGridError, ValidationError) as error:
        _refuse(job, text, as_error(error))
        return
    except (OperationalError, InterfaceError):
        raise  # the database, not the line: the whole chunk is taken again
    except Exception:
        log.exception("import line failed", job=job.pk, line=job.line)
        _refuse(job, text, _unforeseen())
        return
    job.accepted += created
    job.repeated += not created


def _fail(job: ImportJob, error: OneGridError) -> None:
    """The end of it: nobody else would notice, for no line is refused."""
    log.error("import failed", job=job.pk, code=error.code, file=job.file.name)
    job.state, job.error = ImportState.FAILED, error.as_json()


def _refuse(job: ImportJob, text: bytes, error: OneGridError) -> None:
    """Kept with its reason. PostgreSQL holds no NUL, and a line may have any byte in it."""
    job.failed += 1
    shown = text.decode("utf-8", "replace")[:_SHOWN].replace("\0", "\ufffd")
    words = orjson.loads(orjson.dumps(error.as_json()).replace(rb"\u0000", rb"\ufffd"))
    ImportRowError.objects.create(job=job, line=job.line, error=words, text=shown)


def _parse(job: ImportJob, text: bytes) -> tuple[dict[str, Any], uuid.UUID]:
    if len(text) > LINE_BYTES:
        raise _bad("import.line_too_long", "The line is longer than 256 kB.", "该行超过 256 kB。")
    try:
        raw = read_json(text)
    except orjson.JSONDecodeError as error:
        en, zh = where_unreadable(error)
        raise _bad("import.not_json", f"This could not be read: {en}.", f"该行无法解析：{zh}。") from error
    if not isinstance(raw, dict):
        raise _bad("import.not_object", "The line is not an object.", "该行不是 JSON 对象。")
    given = raw.pop("idempotency_key", None)
    try:
        key = uuid.UUID(str(given)) if given else None
    except ValueError as error:
        raise _bad("import.key", "idempotency_key is not a UUID.", "字段 idempotency_key 不是 UUID。") from error
    shape = ReportInput(data=raw)
    shape.is_valid(raise_exception=True)
    body = dict(shape.validated_data)
    return body, key or _key(job, body)


def _key(job: ImportJob, body: Mapping[str, Any]) -> uuid.UUID:
    """Where the source numbers its reports the same line is the same report, in whatever file it comes again and in
    whatever order its fields stand.

    A number of blanks is none: two such lines are two reports.
    """
    if body["external_id"]:
        return uuid.uuid5(_SPACE, f"{job.source_id}/{digest_of(body)}")
    return uuid.uuid5(_SPACE, f"{job.pk}/{job.line}")


def _bad(code: str, en: str, zh: str) -> Invalid:
    return Invalid(
        code, en, zh, mend_en="One report as a JSON object a line.", mend_zh="每行一个 JSON 对象，对应一条诉求。"
    )


def _missing(job: ImportJob) -> OneGridError:
    return _unreadable(
        job,
        "import.file_missing",
        "The file is no longer in the installation's storage.",
        "文件已不在系统存储中。",
    )


def _cut(job: ImportJob) -> OneGridError:
    return _unreadable(
        job,
        "import.file_cut",
        f"Of the file's {job.size} bytes only {job.position} are in the installation's storage.",
        f"文件不完整：共 {job.size} 字节，系统存储中仅有 {job.position} 字节。",
    )


def _unreadable(job: ImportJob, code: str, en: str, zh: str) -> OneGridError:
    """Not the whole file again: a line without a number or a key of its own would become a second case."""
    return OneGridError(
        code,
        en,
        zh,
        mend_en=f"Upload what follows line {job.line} as a new file, and tell who runs the installation.",
        mend_zh=f"请将第 {job.line} 行之后的内容作为新文件重新上传，并告知系统管理员。",
    )


def _unforeseen() -> OneGridError:
    return OneGridError(
        "import.unforeseen",
        "This line could not be taken; the reason stands in the log of the installation.",
        "该行无法受理，原因见系统日志。",
        mend_en="Tell the operator the import and the line.",
        mend_zh="请将导入编号和行号告知运维员。",
    )
