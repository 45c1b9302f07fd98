"""Files that come with the form itself, where scripts are off: stored first, then answered by their ids."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from onegrid.cases.services.add_attachment import add_attachment
from onegrid.catalog.forms import levels
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.common.errors import Detail, OneGridError
from onegrid.jurisdictions.policy import Actor
from onegrid.web.forms.field import PREFIX
from onegrid.web.forms.kinds.evidence import NEW, most
from onegrid.web.forms.reading import read

EVIDENCE = ("photo", "signature", "filepicker")
Files = MultiValueDict[str, "UploadedFile[Any]"]


def read_with_files(
    form: FormSchema, post: QueryDict, files: Files, actor: Actor
) -> tuple[dict[str, Any], tuple[Detail, ...]]:
    """`read`, and the files sent along stored for the actor. Files that are refused come back as details.

    Store before the act's own transaction: what was uploaded is kept though the act be refused.
    """
    sent = post.copy()
    refused: list[Detail] = []
    for one, name, path in _fields(form.components, PREFIX, "", post):
        known = [key for key in sent.getlist(name) if key]
        for file in files.getlist(name + NEW)[: most(one)]:
            try:
                known.append(str(add_attachment(actor=actor, upload=file).key))
            except OneGridError as error:
                refused.append(_detail(error, path, file))
        if files.getlist(name + NEW):
            sent.setlist(name, ["", *dict.fromkeys(known)])
    return read(form, sent), tuple(refused)


def _detail(error: OneGridError, path: str, file: "UploadedFile[Any]") -> Detail:
    name = (file.name or "")[-60:]
    return Detail(
        error.code, f"{name}: {error.message_en}", f"{name}：{error.message_zh}",
        field=path, mend_en=error.mend_en, mend_zh=error.mend_zh,
    )  # fmt: skip


def _fields(
    components: Sequence[Component], prefix: str, at: str, post: QueryDict
) -> Iterator[tuple[Component, str, str]]:
    """Every field of evidence that stands in the page: posted name and path."""
    for one in levels.flat(components):
        name, path = f"{prefix}{one.key}", f"{at}{one.key}"
        if one.type in EVIDENCE:
            yield one, name, path
        elif one.type == "group":
            yield from _fields(one.components, f"{name}.", f"{path}.", post)
        elif one.is_list:
            for row, mark in enumerate(mark for mark in post.getlist(name) if mark):
                yield from _fields(one.components, f"{name}.{mark}.", f"{path}[{row}].", post)
