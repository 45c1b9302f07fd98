"""What designers keep unpublished: only one's own is ever read. Words: docs/glossary.md, design draft."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from onegrid.catalog import selectors
from onegrid.catalog.draft import Draft, form_of_name, thaw
from onegrid.catalog.models import DesignDraft, DesignImport, DesignKind, Form, FormVersion, Workflow
from onegrid.common.errors import NotFound, Refused
from onegrid.jurisdictions.policy import Actor


def drafts_for(actor: Actor) -> QuerySet[DesignDraft]:
    """The actor's own, last touched first."""
    return DesignDraft.objects.filter(person_id=actor.person_id or 0).order_by("-saved_at", "-id")


def draft_for(actor: Actor, kind: DesignKind, slug: str) -> DesignDraft | None:
    """The actor's own of this process or form."""
    return drafts_for(actor).filter(kind=kind, slug=slug).first()


def imports_for(actor: Actor) -> QuerySet[DesignImport]:
    """The actor's own, newest first."""
    return DesignImport.objects.filter(person_id=actor.person_id or 0).order_by("-pk")


def of_nobody() -> Refused:
    """Drafts and imports belong to a person; the system has none."""
    return Refused(
        "catalog.draft_of_nobody",
        "Only people keep drafts.",
        "只有人员可以保存草稿。",
        mend_en="Do it signed in as a person, or publish the folder at once.",
        mend_zh="请以人员账号操作，或直接发布该文件夹。",
    )


def import_for(actor: Actor, import_id: int) -> DesignImport:
    """NotFound where it is somebody else's or no longer kept."""
    found = imports_for(actor).filter(pk=import_id).first()
    if found is None:
        raise NotFound("catalog.import_not_found")
    return found


def current_number(kind: DesignKind | str, slug: str) -> int:
    """The number of the current version; 0 where none is published."""
    rows: Any = Workflow.objects if kind == DesignKind.WORKFLOW else Form.objects
    found: int | None = rows.filter(slug=slug).values_list("current_version__number", flat=True).first()
    return found or 0


def base_files(kind: DesignKind | str, slug: str, base: int, form_bases: Mapping[str, int]) -> dict[str, bytes]:
    """What the draft was made on: the base's own files, and of each form changed here the version that it was."""
    files = {f"forms/{name}.yaml": _form_source(name, number) for name, number in form_bases.items() if number}
    if kind == DesignKind.WORKFLOW and base:
        files |= thaw(selectors.version_by_number(slug, base).sources)
    return files


def changes_of(found: DesignDraft) -> dict[str, bytes | None]:
    """The changed files alone; None where one was taken out."""
    kept = thaw({name: one for name, one in found.files.items() if one is not None})
    return {name: kept.get(name) for name in sorted(found.files)}


def content_of(found: DesignDraft | None, slug: str) -> Draft:
    """A process as it would be published: the base with what was changed; the current version where nothing was."""
    if found is None:
        return Draft(files=thaw(selectors.current_version(slug).sources))
    whole: dict[str, bytes] = base_files(DesignKind.WORKFLOW, slug, found.base, {})
    changes = changes_of(found)
    for name, content in changes.items():
        if content is None:
            whole.pop(name, None)
        else:
            whole[name] = content
    forms = {form: whole.pop(name) for name in list(whole) if (form := form_of_name(name)) is not None}
    return Draft(files=whole, forms=forms)


def form_content_of(found: DesignDraft | None, slug: str) -> bytes:
    """A form as it would be published."""
    name = f"forms/{slug}.yaml"
    changed = changes_of(found).get(name) if found is not None else None
    if changed is not None:
        return changed
    base = found.base if found is not None and found.base else current_number(DesignKind.FORM, slug)
    return _form_source(slug, base) if base else b""


def _form_source(slug: str, number: int) -> bytes:
    row = FormVersion.objects.filter(form__slug=slug, number=number).values_list("source", flat=True).first()
    return row.encode() if row is not None else b""
