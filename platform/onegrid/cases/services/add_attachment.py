"""Upload a file: checked by its content, kept unbound until an act names it."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from onegrid.cases.models import Attachment
from onegrid.common import clock
from onegrid.common.errors import Invalid, Refused
from onegrid.jurisdictions.policy import Actor

LARGEST = 20 * 1024 * 1024
KEPT = timedelta(hours=24)
_ALLOWED = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
    "video/mp4": ".mp4",
    "audio/mpeg": ".mp3",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
# Any archive begins like an office document; only a document has this part.
_OFFICE, _OFFICE_PART = "application/vnd.openxmlformats", b"[Content_Types].xml"


def add_attachment(*, actor: Actor, upload: "UploadedFile[Any]") -> Attachment:
    """The same file again by the same person, still unbound, is the same attachment, kept as long as a new one."""
    if actor.person_id is None:
        raise Refused(
            "attachments.person",
            "Only a person uploads files.",
            "只有登录人员可以上传文件。",
            mend_en="Sign in as a person and upload it again.",
            mend_zh="请以人员账号登录后重新上传。",
        )
    size = upload.size or 0
    if not 0 < size <= LARGEST:
        raise Invalid(
            "attachments.size",
            f"A file has 1 byte to {LARGEST // 1024 // 1024} MB; this one has {size} bytes.",
            f"文件大小应在 1 字节到 {LARGEST // 1024 // 1024} MB 之间，当前为 {size} 字节。",
            field="file",
            mend_en="Send a smaller file, or several.",
            mend_zh="请压缩或拆分后重新上传。",
        )
    media_type = _media_type(upload)
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    known = _renewed(actor.person_id, digest.hexdigest())
    if known is not None:
        return known
    key = uuid4()
    row = Attachment(
        key=key,
        name=(upload.name or "file")[-200:],
        media_type=media_type,
        size=size,
        sha256=digest.hexdigest(),
        uploaded_by_id=actor.person_id,
        uploaded_at=clock.now(),
        expires_at=clock.real_now() + KEPT,
    )
    with transaction.atomic():
        # The stored name says nothing of the sender's: no path, no second extension.
        row.file.save(f"{key}{_ALLOWED[media_type]}", upload, save=True)
    return row


@transaction.atomic
def _renewed(person_id: int, sha256: str) -> Attachment | None:
    """Under its lock: no wiper takes it meanwhile."""
    now = clock.real_now()
    unbound = Attachment.objects.filter(uploaded_by_id=person_id, case=None, sha256=sha256, expires_at__gt=now)
    known = unbound.select_for_update().first()
    if known is not None:
        known.expires_at = now + KEPT
        known.save(update_fields=["expires_at"])
    return known


def _media_type(upload: "UploadedFile[Any]") -> str:
    """By the first bytes; what the sender calls it does not count."""
    upload.seek(0)
    head = upload.read(64 * 1024)
    try:
        guesses = [one.mime_type for one in puremagic.magic_string(head, upload.name)]
    except (puremagic.PureError, ValueError):
        guesses = []
    for guess in guesses:
        if guess in _ALLOWED and (not guess.startswith(_OFFICE) or _OFFICE_PART in head):
            return str(guess)
    raise Invalid(
        "attachments.type",
        "This kind of file is not taken; pictures, PDF, MP4, MP3, DOCX and XLSX are.",
        "不支持该文件类型；可上传图片、PDF、MP4、MP3、DOCX、XLSX。",
        field="file",
        mend_en="Convert it to one of these.",
        mend_zh="请转换格式后重新上传。",
    )
