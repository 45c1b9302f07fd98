"""Attachments named in answers: found by the form's own fields, bound to the case by the act that names them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from onegrid.cases.models import Attachment, Case
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common import clock
from onegrid.common.errors import Detail, Invalid

_KINDS = ("photo", "filepicker", "signature")


@dataclass(frozen=True, slots=True)
class Named:
    """One attachment as an act names it. field: as details of errors do, for instance photos_after[0].

    on_the_spot: of a field that takes none out of an album; what is in the case already proves nothing new.
    """

    key: UUID
    field: str
    label: tuple[str, str] = ("", "")
    """English, Chinese."""
    is_photo: bool = False
    on_the_spot: bool = False


def named_in(form: FormSchema, answers: Mapping[str, Any]) -> list[Named]:
    """What the answers name, in any depth, in the form's order."""
    return [one for component, path, value in _walk(form.components, answers) for one in _named(component, path, value)]


def _named(one: Component, path: str, value: Any) -> Iterator[Named]:
    ids = {f"{path}[{at}]": key for at, key in enumerate(value)} if isinstance(value, list) else {path: value}
    for field, key in ids.items():
        if key:
            yield Named(
                UUID(str(key)),
                field,
                (one.label_en or one.label, one.label),
                is_photo=one.type == "photo",
                on_the_spot=one.own.get("source") == "camera",
            )


def names_photo(form: FormSchema, answers: Mapping[str, Any]) -> bool:
    """Whether answers that were not checked yet name any photo."""
    return any(one.type == "photo" for one, _path, _value in _walk(form.components, answers))


def _walk(
    components: Sequence[Component], answers: Mapping[str, Any], at: str = ""
) -> Iterator[tuple[Component, str, Any]]:
    for one in components:
        value = answers.get(one.key) if one.key else None
        path = f"{at}{one.key}"
        if one.type in _KINDS:
            if value:
                yield one, path, value
        elif not one.components:
            continue
        elif not one.key:
            yield from _walk(one.components, answers, at)
        elif isinstance(value, list):
            for position, row in enumerate(value):
                if isinstance(row, Mapping):
                    yield from _walk(one.components, row, f"{path}[{position}].")
        elif isinstance(value, Mapping):
            yield from _walk(one.components, value, f"{path}.")


def bind(named: Sequence[Named], *, case: Case, task: int | None, person_id: int | None) -> None:
    """Make them the case's. Each must be the sender's own upload, or the case's already; photos must be pictures, and
    those taken on the spot the sender's own that no act has named yet. A photo stands for one thing: not before and
    after alike."""
    if not named:
        return
    wanted = {one.key for one in named}
    found = {one.key: one for one in Attachment.objects.select_for_update().filter(key__in=wanted)}
    if problems := [*_repeated(named), *_unfit(named, found, case, person_id)]:
        raise Invalid(
            "attachments.invalid",
            f"{len(problems)} of the attachments cannot be used.",
            f"有 {len(problems)} 个附件无法使用。",
            field=problems[0].field,
            mend_en="Upload them (again) and send with the new ids.",
            mend_zh="请重新上传后，以新的附件编号提交。",
            details=problems,
        )
    fresh = [one.pk for one in found.values() if one.case_id is None]
    Attachment.objects.filter(pk__in=fresh).update(case_id=case.pk, task=task, bound_at=clock.now())


def _repeated(named: Sequence[Named]) -> Iterator[Detail]:
    first: dict[UUID, Named] = {}
    for one in named:
        if one.is_photo and first.setdefault(one.key, one) is not one:
            yield _twice(one, first[one.key])


def _unfit(
    named: Sequence[Named], found: Mapping[UUID, Attachment], case: Case, person_id: int | None
) -> Iterator[Detail]:
    for one in named:
        row = found.get(one.key)
        if row is None or not _may_bind(row, case, person_id):
            yield _unknown(one)
        elif one.on_the_spot and row.case_id is not None:
            yield _used(one)
        elif one.is_photo and not row.is_picture:
            yield _no_picture(one, row.name)


def _may_bind(one: Attachment, case: Case, person_id: int | None) -> bool:
    if one.case_id is not None:
        return one.case_id == case.pk
    return person_id is None or (one.uploaded_by_id == person_id and one.expires_at > clock.real_now())


def _unknown(one: Named) -> Detail:
    """By its place alone: what is not the sender's is not named, whether it exists or not."""
    return Detail(
        "attachments.unknown",
        "This file is none that you uploaded and that still waits to be used.",
        "该附件不存在、已过期或不是您上传的。",
        field=one.field,
        mend_en="Upload it again.",
        mend_zh="请重新上传。",
    )


def _used(one: Named) -> Detail:
    return Detail(
        "attachments.used",
        "This file stands in the case already; this task asks for a photo taken on the spot.",
        "该附件本案已使用过；该环节须现场拍照。",
        field=one.field,
        mend_en="Take a new photo and send its id.",
        mend_zh="请现场重新拍照后提交。",
    )


def _twice(one: Named, first: Named) -> Detail:
    return Detail(
        "attachments.twice",
        f"This photo stands at “{first.label[0]}” ({first.field}) already: one photo cannot show two things.",
        f"该照片已用于“{first.label[1]}”（{first.field}）：同一张照片不能用两次。",
        field=one.field,
        mend_en="Send another photo here.",
        mend_zh="请在此栏上传另一张照片。",
    )


def _no_picture(one: Named, name: str) -> Detail:
    return Detail(
        "attachments.not_a_picture",
        f"{name} ({one.key}) is not a picture.",
        f"附件“{name}”（{one.key}）不是图片。",
        field=one.field,
        mend_en="Send a JPEG, PNG or WebP picture.",
        mend_zh="请上传 JPEG、PNG 或 WebP 图片。",
    )
