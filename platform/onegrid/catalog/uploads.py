"""What a request sends of a process, laid over the current version."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from onegrid.catalog import draft as files
from onegrid.catalog import selectors
from onegrid.catalog.draft import Draft
from onegrid.catalog.models import Workflow
from onegrid.common.errors import Invalid


def split(data: Mapping[str, Any]) -> dict[str, Any]:
    """A multipart form (one part a file, named by its path) as the JSON body would be; bytes stay bytes."""
    body: dict[str, Any] = {"files": {}, "forms": {}}
    for name, value in data.items():
        if isinstance(value, UploadedFile):
            content = value.read()
            if name.startswith("forms/") and name.endswith(".yaml"):
                body["forms"][name.removeprefix("forms/").removesuffix(".yaml")] = content
            else:
                body["files"][name] = content
        elif name == "republish":
            body[name] = [one.strip() for one in str(value).split(",") if one.strip()]
        else:
            body[name] = value
    return body


def draft_from(slug: str, sent: Mapping[str, Any]) -> Draft:
    """The draft: what was sent, over the files of the current version where there is one."""
    workflow = Workflow.objects.filter(slug=slug).select_related("current_version__workflow").first()
    current = workflow.current_version if workflow is not None else None
    known = dict(selectors.draft_of(current).files) if current is not None else {}
    for name, content in (sent.get("files") or {}).items():
        if content is None:
            known.pop(name, None)
        else:
            known[name] = _bytes(content)
    if files.DIAGRAM not in known:
        raise Invalid(
            "catalog.no_diagram",
            "No process.bpmn was sent, and no version has one.",
            "没有提交 process.bpmn，也没有已发布的版本。",
            field=f"files.{files.DIAGRAM}",
            mend_en="Send the whole folder the first time.",
            mend_zh="首次发布请提交完整文件夹。",
        )
    return Draft(files=known, forms={name: _bytes(content) for name, content in (sent.get("forms") or {}).items()})


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()
