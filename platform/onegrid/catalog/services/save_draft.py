"""Keep what a designer has changed, so that neither a reload nor tomorrow loses it."""

from collections.abc import Mapping

from django.db import transaction

from onegrid.catalog import draft as files
from onegrid.catalog import drafts
from onegrid.catalog.draft import form_of_name, freeze
from onegrid.catalog.manifest import SLUG
from onegrid.catalog.models import DesignDraft, DesignKind
from onegrid.common import clock
from onegrid.common.errors import Conflict, Detail, Invalid
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def save_draft(
    *,
    actor: Actor,
    kind: DesignKind,
    slug: str,
    changes: Mapping[str, bytes | None],
    revision: int | None = None,
) -> DesignDraft:
    """The draft with these files laid over what it had; None takes a file out. What equals the base is not kept.

    `revision`: the one that the change was made on; Conflict where the draft has moved since (another window).
    """
    with transaction.atomic():
        found = lock_draft(actor, kind, slug)
        require(actor, Permission.DESIGN_WORKFLOW, city_centre_id())
        refuse_moved(found, revision)
        _refuse_odd(kind, slug, changes)
        lay_over(found, changes)
        _refuse_heavy(found)
        found.revision += 1
        found.saved_at = clock.now()
        found.save()
    return found


def lock_draft(actor: Actor, kind: DesignKind, slug: str) -> DesignDraft:
    """The actor's row, locked; a new one is on today's version. The system keeps no drafts."""
    if actor.person_id is None:
        raise drafts.of_nobody()
    DesignDraft.objects.get_or_create(
        person_id=actor.person_id,
        kind=kind,
        slug=slug[:60],
        defaults={"base": drafts.current_number(kind, slug), "saved_at": clock.now()},
    )
    return DesignDraft.objects.select_for_update().get(person_id=actor.person_id, kind=kind, slug=slug[:60])


def refuse_moved(found: DesignDraft, revision: int | None) -> None:
    """Conflict where the draft is no longer the one that was looked at."""
    if revision is not None and revision != found.revision:
        raise Conflict(
            "catalog.draft_moved",
            "The draft was changed in another window since this page was opened.",
            "该草稿已在另一个窗口中修改。",
            mend_en="Open the draft again and bring your change into it.",
            mend_zh="请重新打开草稿，再作修改。",
            extra={"revision": revision, "current": found.revision},
        )


def lay_over(found: DesignDraft, changes: Mapping[str, bytes | None]) -> None:
    """Into the row, unsaved: what differs from the base is kept, what equals it is forgotten."""
    for name in changes:
        form = form_of_name(name)
        if form is not None and form not in found.form_bases:
            found.form_bases[form] = drafts.current_number(DesignKind.FORM, form)
    base = drafts.base_files(found.kind, found.slug, found.base, found.form_bases)
    whole = drafts.changes_of(found) | dict(changes)
    kept = {name: content for name, content in whole.items() if base.get(name) != content}
    frozen = freeze({name: content for name, content in kept.items() if content is not None})
    found.files = {name: frozen.get(name) for name in kept}
    found.form_bases = {form: at for form, at in found.form_bases.items() if f"forms/{form}.yaml" in found.files}


def _refuse_odd(kind: DesignKind, slug: str, changes: Mapping[str, bytes | None]) -> None:
    if not SLUG.fullmatch(slug) and not (kind == DesignKind.FORM and form_of_name(f"forms/{slug}.yaml")):
        raise Invalid(
            "catalog.slug",
            f"`{slug[:60]}` cannot be the name of a process or form.",
            f"“{slug[:60]}”不能作为流程或表单标识。",
            mend_en="Small letters, digits and _, beginning with a letter, at most 60.",
            mend_zh="请用小写字母、数字、_，以字母开头，至多 60 个字符。",
        )
    odd = [name for name in changes if not _is_ours(kind, slug, name)]
    if odd:
        raise Invalid(
            "catalog.draft_file_unknown",
            f"{len(odd)} file(s) do not belong to a process: {', '.join(odd)[:200]}",
            f"有 {len(odd)} 个文件不属于流程：{'、'.join(odd)[:200]}",
            mend_en=_ALLOWED_EN,
            mend_zh=_ALLOWED_ZH,
            details=[
                Detail(
                    "folder.file_unknown",
                    f"`{name}` is no file of a process.",
                    f"“{name}”不是流程文件。",
                    field=name,
                    mend_en="Leave it out, or name it as the folder of a process does.",
                    mend_zh="请去掉该文件，或按流程文件夹的规则命名。",
                )
                for name in odd
            ],
        )


_ALLOWED_EN = "Send .bpmn, .dmn, forms (.yaml), workflow.yaml, examples.yaml, README.md, or a zip of them."
_ALLOWED_ZH = "可提交 .bpmn、.dmn、表单（.yaml）、workflow.yaml、examples.yaml、README.md，或它们的 zip。"


def _is_ours(kind: DesignKind, slug: str, name: str) -> bool:
    if kind == DesignKind.FORM:
        return name == f"forms/{slug}.yaml"
    return files.is_allowed(name) or form_of_name(name) is not None


def _refuse_heavy(found: DesignDraft) -> None:
    size = sum(len(content) for content in drafts.changes_of(found).values() if content)
    if size > files.MAX_TOTAL or len(found.files) > files.MAX_FILES:
        raise Invalid(
            "catalog.draft_too_large",
            "A draft holds at most 60 files and 16 MB.",
            "草稿至多 60 个文件、16 MB。",
            mend_en="Take out what the process does not need.",
            mend_zh="请去掉流程不需要的文件。",
        )
