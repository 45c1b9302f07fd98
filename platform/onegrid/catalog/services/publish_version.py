"""Make a draft the version on which new cases start."""

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from onegrid.catalog import draft as files
from onegrid.catalog import selectors
from onegrid.catalog.draft import Draft, freeze
from onegrid.catalog.events import VersionPublished
from onegrid.catalog.examine import Examination, examine
from onegrid.catalog.findings import details
from onegrid.catalog.gather import Gathered
from onegrid.catalog.manifest import SLUG
from onegrid.catalog.models import FormVersion, Origin, Workflow, WorkflowVersion
from onegrid.catalog.services.keep_form import keep_form
from onegrid.common import audit, clock, events
from onegrid.common.errors import Conflict, Invalid
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id


def publish_version(
    *,
    actor: Actor,
    slug: str,
    sources: Draft | Callable[[], Draft],
    note: str = "",
    origin: str = Origin.API,
    base: int | None = None,
    republish: Sequence[str] = (),
) -> WorkflowVersion:
    """The version, current from now on; Invalid with every finding where the draft does not hold.

    The same content again answers the version that it already is (made current again if another one was). `base`: the
    number of the version that the draft was made from; Conflict if another one is current by now. `republish`: slugs
    of processes that call this one, or share a form, to be published anew on top of it. `sources` may be a function:
    it is called under the lock, so that what it reads of the current version is current.
    """
    _refuse_odd_name(slug)
    with transaction.atomic():
        selectors.lock_publishing()
        workflow = selectors.lock_workflow(slug)
        post = require(actor, Permission.PUBLISH_WORKFLOW, city_centre_id())
        _refuse_stale(workflow, base)
        found = examine(slug, sources() if callable(sources) else sources)
        refuse_faulty(found)
        version = _version(workflow, actor, found, note, origin)
        before = workflow.current_version
        _make_current(workflow, found, version)
        if before != version:
            audit.record(
                actor=actor.acting_as(post),
                action="catalog.version_published",
                subject_kind="workflow",
                subject_id=slug,
                reason=note,
                before={"number": before.number, "checksum": before.checksum} if before else None,
                after={"number": version.number, "checksum": version.checksum, "origin": origin},
            )
            events.publish(VersionPublished(slug, version.pk, version.number, version.published_at))
        for dependent in republish:
            republish_current(actor=actor, slug=dependent, note=note or f"{slug} v{version.number}", origin=origin)
    return version


def republish_current(*, actor: Actor, slug: str, note: str, origin: str) -> WorkflowVersion:
    """The same files again on top of today's callees and forms: a new version where one of them changed."""
    with transaction.atomic():
        selectors.lock_publishing()
        current = selectors.current_version(slug)
        own = Draft(files=selectors.draft_of(current).files)
        return publish_version(actor=actor, slug=slug, sources=own, note=note, origin=origin)


def refuse_faulty(found: Examination) -> None:
    """Invalid with a detail for each error; warnings do not stand in the way."""
    if found.errors:
        first = found.errors[0]
        raise Invalid(
            "catalog.not_publishable",
            f"{found.slug} cannot be published: {len(found.errors)} finding(s). First: {first.message_en}",
            f"{found.slug} 不能发布：有 {len(found.errors)} 处问题。首处：{first.message_zh}",
            element=first.element,
            mend_en="Mend what is listed and publish again; nothing was changed.",
            mend_zh="请按所列各项修正后重新发布；未作任何改动。",
            details=details(found.errors),
        )


def _refuse_odd_name(slug: str) -> None:
    """Before the lock, which would make a row of that name."""
    if not SLUG.fullmatch(slug):
        raise Invalid(
            "catalog.slug",
            f"`{slug[:60]}` cannot be the name of a process.",
            f"“{slug[:60]}”不能作为流程标识。",
            mend_en="Small letters, digits and _, beginning with a letter, at most 60.",
            mend_zh="请用小写字母、数字、_，以字母开头，至多 60 个字符。",
        )


def _refuse_stale(workflow: Workflow, base: int | None) -> None:
    current = workflow.current_version.number if workflow.current_version else 0
    if base is not None and base != current:
        raise Conflict(
            "catalog.stale_base",
            f"The draft was made from version {base}, but version {current} is current.",
            f"草稿基于第 {base} 版，而现行版本已是第 {current} 版。",
            mend_en="Load the current version, bring your change into it and publish again.",
            mend_zh="请载入现行版本，合并修改后重新发布。",
            extra={"base": base, "current": current},
        )


def _version(workflow: Workflow, actor: Actor, found: Examination, note: str, origin: str) -> WorkflowVersion:
    """The row of this content, made where it is new."""
    gathered = found.gathered
    checksum = gathered.checksum()
    known = WorkflowVersion.objects.filter(workflow=workflow, checksum=checksum).first()
    if known is not None:
        for name in sorted(gathered.forms):
            _form_version(name, gathered, actor, note, origin)
        return known
    newest = WorkflowVersion.objects.filter(workflow=workflow).order_by("-number").first()
    return WorkflowVersion.objects.create(
        workflow=workflow,
        number=newest.number + 1 if newest else 1,
        checksum=checksum,
        content_checksum=gathered.content_checksum(),
        process=gathered.manifest.process if gathered.manifest else "",
        sources=freeze({name: content for name, content in gathered.draft.files.items() if files.is_allowed(name)}),
        callees={name: version.pk for name, version in sorted(gathered.callees.items())},
        forms={name: _form_version(name, gathered, actor, note, origin).pk for name in sorted(gathered.forms)},
        origin=origin,
        note=note,
        published_at=clock.now(),
        published_by_id=actor.person_id,
    )


def _form_version(name: str, gathered: Gathered, actor: Actor, note: str, origin: str) -> FormVersion:
    return keep_form(actor=actor, slug=name, source=gathered.forms[name], note=note, origin=origin)


def _make_current(workflow: Workflow, found: Examination, version: WorkflowVersion) -> None:
    manifest = found.gathered.manifest
    if manifest is None:
        raise ValueError("a draft without errors has a manifest")
    values: Mapping[str, object] = {
        "title": manifest.title,
        "title_en": manifest.title_en,
        "owner": manifest.owner,
        "description": manifest.description,
        "description_en": manifest.description_en,
        "kind": found.gathered.kind,
        "current_version": version,
    }
    for name, value in values.items():
        setattr(workflow, name, value)
    workflow.save(update_fields=list(values))
