"""Publish what a designer kept, on exactly the versions that it was made on."""

from collections.abc import Sequence

from django.db import transaction

from onegrid.catalog import drafts, selectors
from onegrid.catalog.draft import README, Draft
from onegrid.catalog.models import DesignDraft, DesignKind, FormVersion, Origin, WorkflowVersion
from onegrid.catalog.services.publish_form import publish_form
from onegrid.catalog.services.publish_version import publish_version
from onegrid.catalog.services.save_draft import refuse_moved
from onegrid.common.errors import Conflict, Invalid, NotFound
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def publish_draft(
    *, actor: Actor, kind: DesignKind, slug: str, note: str, revision: int, republish: Sequence[str] = ()
) -> WorkflowVersion | FormVersion:
    """The version made of the actor's draft, which is gone then. `note` says why and may not be empty.

    Conflict where somebody published the process, or a form changed in it, since the draft was begun.
    """
    with transaction.atomic():
        selectors.lock_publishing()
        rows = DesignDraft.objects.select_for_update().filter(person_id=actor.person_id or 0, kind=kind, slug=slug)
        found = rows.first()
        if found is None:
            raise NotFound("catalog.draft_not_found")
        require(actor, Permission.PUBLISH_WORKFLOW, city_centre_id())
        refuse_moved(found, revision)
        _refuse_silent(note)
        _refuse_empty(found)
        version = _publish(actor, found, note.strip(), _in_order(kind, slug, found, republish))
        found.delete()
    return version


def _publish(actor: Actor, found: DesignDraft, note: str, republish: Sequence[str]) -> WorkflowVersion | FormVersion:
    if found.kind == DesignKind.FORM:
        source = drafts.form_content_of(found, found.slug)
        return publish_form(
            actor=actor,
            slug=found.slug,
            source=source,
            note=note,
            origin=Origin.STUDIO,
            base=found.base,
            republish=republish,
        )
    return publish_version(
        actor=actor,
        slug=found.slug,
        sources=lambda: _content(found),
        note=note,
        origin=Origin.STUDIO,
        base=found.base,
        republish=republish,
    )


def _content(found: DesignDraft) -> Draft:
    """Asked under the lock of publishing, so that what is current stays so."""
    for form, base in sorted(found.form_bases.items()):
        now = drafts.current_number(DesignKind.FORM, form)
        if base != now:
            raise Conflict(
                "catalog.stale_form",
                f"The form {form} was changed here on version {base}, but version {now} is current.",
                f"表单 {form} 的修改基于第 {base} 版，而现行版本已是第 {now} 版。",
                field=f"forms/{form}.yaml",
                mend_en="Take the current version over into the draft, look at the difference and publish again.",
                mend_zh="请将草稿移到现行版本上，核对差异后重新发布。",
                extra={"base": base, "current": now},
            )
    return drafts.content_of(found, found.slug)


def _in_order(kind: DesignKind, slug: str, found: DesignDraft, asked: Sequence[str]) -> list[str]:
    """Of those asked for the ones that use it, a callee before its callers, so that these freeze the new one."""
    users = (
        selectors.users_of_forms([slug])
        if kind == DesignKind.FORM
        else [*selectors.users_of(slug), *selectors.users_of_forms(found.form_bases)]
    )
    callees = {one.slug: len(one.current_version.callees) for one in users if one.current_version is not None}
    return sorted((one for one in callees if one in asked and one != slug), key=lambda one: (callees[one], one))


def _refuse_empty(found: DesignDraft) -> None:
    """Notes decide nothing that runs, so they make no version of their own: they would be lost with the draft."""
    if not set(found.files) - {README}:
        raise Invalid(
            "catalog.nothing_to_publish",
            "Nothing that runs is changed; notes alone make no new version.",
            "没有改动运行内容；仅修改流程说明不会形成新版本。",
            mend_en="Keep them in the draft and publish them with the next change.",
            mend_zh="请先保留在草稿中，随下一次修改一并发布。",
        )


def _refuse_silent(note: str) -> None:
    if not note.strip():
        raise Invalid(
            "catalog.note_missing",
            "Say why this is published.",
            "请填写发布说明。",
            field="note",
            mend_en="One sentence is enough; it stands beside the version for ever.",
            mend_zh="一句话即可；它将一直随版本保存。",
        )
