"""Attachments named in answers: found by the form's own fields, bound to the case by the act that names them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from onegrid.cases.models import Attachment, Case
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common import clock
from onegrid.common.errors import Detail, Invalid

_KINDS = ("photo", "filepicker", "signature")


def named_in(form: FormSchema, answers: Mapping[str, Any]) -> dict[str, list[UUID]]:
    """Component type -> ids that the answers name, in any depth."""
    found: dict[str, list[UUID]] = {kind: [] for kind in _KINDS}
    for one, value in _walk(form.components, answers):
        ids = value if isinstance(value, list) else [value]
        found[one.type].extend(UUID(str(key)) for key in ids if key)
    return found


def taken_on_the_spot(form: FormSchema, answers: Mapping[str, Any]) -> set[UUID]:
    """Photos of fields that take none out of an album: what is in the case already proves nothing new."""
    found = [(one, value) for one, value in _walk(form.components, answers) if one.own.get("source") == "camera"]
    return {UUID(str(key)) for _one, value in found for key in (value if isinstance(value, list) else [value]) if key}


def names_photo(form: FormSchema, answers: Mapping[str, Any]) -> bool:
    """Whether answers that were not checked yet name any photo."""
    return any(one.type == "photo" for one, _value in _walk(form.components, answers))


def _walk(components: Sequence[Component], answers: Mapping[str, Any]) -> Iterator[tuple[Component, Any]]:
    for one in components:
        value = answers.get(one.key) if one.key else None
        if one.type in _KINDS:
            if value:
                yield one, value
        elif one.components:
            rows: Iterable[Any] = value if isinstance(value, list) else [value if one.key else answers]
            for row in rows:
                if isinstance(row, Mapping):
                    yield from _walk(one.components, row)


def bind(
    ids: Sequence[UUID],
    *,
    case: Case,
    task: int | None,
    person_id: int | None,
    pictures: Iterable[UUID],
    on_the_spot: Collection[UUID] = (),
) -> None:
    """Make them the case's. Each must be the sender's own upload, or the case's already; photos must be pictures, and
    those taken on the spot the sender's own that no act has named yet. A photo stands for one thing: not before and
    after alike."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return
    found = {one.key: one for one in Attachment.objects.select_for_update().filter(key__in=wanted)}
    photos = set(pictures)
    problems = [
        _twice(position) for position, key in enumerate(ids, start=1) if key in photos and key in ids[: position - 1]
    ]
    for position, key in enumerate(wanted, start=1):
        one = found.get(key)
        if one is None or not _may_bind(one, case, person_id):
            problems.append(_unknown(position))
        elif key in on_the_spot and one.case_id is not None:
            problems.append(_used(position))
        elif key in photos and not one.is_picture:
            problems.append(_no_picture(key, one.name))
    if problems:
        raise Invalid(
            "attachments.invalid",
            f"{len(problems)} of the attachments cannot be used.",
            f"有 {len(problems)} 个附件无法使用。",
            mend_en="Upload them (again) and send with the new ids.",
            mend_zh="请重新上传后，以新的附件编号提交。",
            details=problems,
        )
    fresh = [one.pk for one in found.values() if one.case_id is None]
    Attachment.objects.filter(pk__in=fresh).update(case_id=case.pk, task=task, bound_at=clock.now())


def _may_bind(one: Attachment, case: Case, person_id: int | None) -> bool:
    if one.case_id is not None:
        return one.case_id == case.pk
    return person_id is None or (one.uploaded_by_id == person_id and one.expires_at > clock.real_now())


def _unknown(position: int) -> Detail:
    """By its place among the files sent: what is not the sender's is not named, whether it exists or not."""
    return Detail(
        "attachments.unknown",
        f"File {position} of those sent is none that you uploaded and that still waits to be used.",
        f"提交的第 {position} 个附件不存在、已过期或不是您上传的。",
        mend_en="Upload it again.",
        mend_zh="请重新上传。",
    )


def _used(position: int) -> Detail:
    return Detail(
        "attachments.used",
        f"File {position} of those sent stands in the case already; this task asks for a photo taken on the spot.",
        f"提交的第 {position} 个附件本案已使用过；该环节须现场拍照。",
        mend_en="Take a new photo and send its id.",
        mend_zh="请现场重新拍照后提交。",
    )


def _twice(position: int) -> Detail:
    return Detail(
        "attachments.twice",
        f"File {position} of those sent stands in another field already: one photo cannot show two things.",
        f"提交的第 {position} 个附件在另一栏已使用：同一张照片不能用两次。",
        mend_en="Send another photo there.",
        mend_zh="请在该栏上传另一张照片。",
    )


def _no_picture(key: UUID, name: str) -> Detail:
    return Detail(
        "attachments.not_a_picture",
        f"{name} ({key}) is not a picture.",
        f"附件“{name}”（{key}）不是图片。",
        mend_en="Send a JPEG, PNG or WebP picture.",
        mend_zh="请上传 JPEG、PNG 或 WebP 图片。",
    )
