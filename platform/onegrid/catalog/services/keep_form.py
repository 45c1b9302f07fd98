"""Under the lock of publishing: make a form's content its current version."""

from onegrid.catalog.draft import digest
from onegrid.catalog.findings import details
from onegrid.catalog.forms.parse import parse
from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.models import Form, FormVersion
from onegrid.common import audit, clock
from onegrid.common.errors import Invalid
from onegrid.jurisdictions.policy import Actor


def keep_form(*, actor: Actor, slug: str, source: bytes, note: str, origin: str) -> FormVersion:
    """The version of this content, current from now on. The caller has asked for the right."""
    schema, problems = parse(source, slug=slug)
    if schema is None:
        first = problems[0]
        raise Invalid(
            "catalog.form_invalid",
            f"The form {slug} does not hold: {first.message_en}",
            f"表单 {slug} 不符合要求：{first.message_zh}",
            field=first.element,
            mend_en=first.mend_en,
            mend_zh=first.mend_zh,
            details=details(problems),
        )
    form, _made = Form.objects.get_or_create(slug=slug, defaults={"title": schema.title, "owner": schema.owner})
    version = _version(form, actor, source, note, origin)
    if form.current_version_id != version.pk:
        _make_current(form, schema, version)
        audit.record(
            actor=actor,
            action="catalog.form_published",
            subject_kind="form",
            subject_id=slug,
            reason=note,
            after={"number": version.number, "checksum": version.checksum, "origin": origin},
        )
    return version


def _version(form: Form, actor: Actor, source: bytes, note: str, origin: str) -> FormVersion:
    checksum = digest(source)
    known = FormVersion.objects.filter(form=form, checksum=checksum).first()
    if known is not None:
        return known
    newest = FormVersion.objects.filter(form=form).order_by("-number").first()
    return FormVersion.objects.create(
        form=form,
        number=newest.number + 1 if newest else 1,
        checksum=checksum,
        source=source.decode(),
        origin=origin,
        note=note,
        published_at=clock.now(),
        published_by_id=actor.person_id,
    )


def _make_current(form: Form, schema: FormSchema, version: FormVersion) -> None:
    form.title, form.title_en, form.owner = schema.title, schema.title_en, schema.owner
    form.current_version = version
    form.save(update_fields=["title", "title_en", "owner", "current_version"])
