"""Reads of the catalog. What is compiled or parsed stays in the memory of the process; versions never change."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import QuerySet

from onegrid.catalog import reference
from onegrid.catalog.draft import Draft, thaw
from onegrid.catalog.forms.parse import parse
from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.kept import Kept
from onegrid.catalog.models import Form, FormVersion, Workflow, WorkflowVersion
from onegrid.catalog.reference import (
    Limit,
    categories,
    category,
    code_set,
    limit_of,
    major_categories,
    offered_standards,
    stages,
    standard,
    standards_of,
)
from onegrid.common.errors import NotFound
from onegrid.engine.compile import compile_sources
from onegrid.engine.sources import Sources
from onegrid.engine.specification import Spec

__all__ = [
    "Limit",
    "categories",
    "category",
    "code_set",
    "current_version",
    "dependents_of",
    "dependents_of_forms",
    "draft_of",
    "element_names",
    "forget",
    "form",
    "form_of",
    "form_schema",
    "limit_of",
    "lock_known_workflow",
    "lock_publishing",
    "lock_workflow",
    "major_categories",
    "offered_standards",
    "runs_python",
    "sources_by_process",
    "sources_of",
    "spec_of",
    "stages",
    "standard",
    "standards_of",
    "title_of",
    "users_of",
    "users_of_forms",
    "version",
    "version_by_number",
    "workflow",
]

_SPECS_KEPT, _FORMS_KEPT = 64, 1000
_checksums: Kept[int, tuple[str, Mapping[str, int]]] = Kept(4096)  # version id -> its checksum and forms
_specs: Kept[str, Spec] = Kept(_SPECS_KEPT)  # by checksum; the engine's version is that of the process
_forms: Kept[int, FormSchema] = Kept(_FORMS_KEPT)
_names: Kept[str, Mapping[tuple[str, str], str]] = Kept(_SPECS_KEPT)


def workflow(slug: str) -> Workflow:
    """NotFound where there is none, or it was never published."""
    found = Workflow.objects.filter(slug=slug).exclude(current_version=None).select_related("current_version").first()
    if found is None:
        raise NotFound("catalog.workflow_not_found")
    return found


def runs_python(slug: str) -> bool:
    """Whether an administrator has turned Python scripts on for the process."""
    return Workflow.objects.filter(slug=slug, python_scripts=True).exists()


def lock_known_workflow(slug: str) -> Workflow:
    """The row, locked until the transaction ends; NotFound where there is none. It need not be published yet."""
    found = Workflow.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    if found is None:
        raise NotFound("catalog.workflow_not_found")
    return found


def lock_publishing() -> None:
    """One publishing at a time until the transaction ends: each may take any form, callee and caller along, and two
    that locked these one by one, each in its own order, would wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalog.publishing'))")


def lock_workflow(slug: str) -> Workflow:
    """The row, locked until the transaction ends; made where it is new."""
    Workflow.objects.get_or_create(slug=slug, defaults={"title": slug, "owner": "", "kind": "part"})
    return Workflow.objects.select_for_update(of=("self",)).select_related("current_version").get(slug=slug)


def current_version(slug: str) -> WorkflowVersion:
    """The version on which a new case starts; NotFound where none is published."""
    version = workflow(slug).current_version
    if version is None:
        raise NotFound("catalog.workflow_not_found")
    return version


def version(version_id: int) -> WorkflowVersion:
    """NotFound where there is none."""
    found = WorkflowVersion.objects.filter(pk=version_id).select_related("workflow").first()
    if found is None:
        raise NotFound("catalog.version_not_found")
    return found


def title_of(version_id: int) -> tuple[str, str, int]:
    """(Chinese, English, number) of a version's process, without its files."""
    found = WorkflowVersion.objects.filter(pk=version_id)
    row = found.values_list("workflow__title", "workflow__title_en", "number").first()
    if row is None:
        raise NotFound("catalog.version_not_found")
    return row


def version_by_number(slug: str, number: int | None = None) -> WorkflowVersion:
    """The version of that number, the current one where none is given; NotFound where there is none."""
    if number is None:
        return current_version(slug)
    found = WorkflowVersion.objects.filter(workflow__slug=slug, number=number).select_related("workflow").first()
    if found is None:
        raise NotFound("catalog.version_not_found")
    return found


def draft_of(found: WorkflowVersion) -> Draft:
    """The files of a version byte for byte, with the forms that it froze."""
    frozen = FormVersion.objects.filter(pk__in=found.forms.values()).select_related("form")
    return Draft(files=thaw(found.sources), forms={one.form.slug: one.source.encode() for one in frozen})


def sources_of(found: WorkflowVersion) -> Sources:
    """What the engine compiles of a version."""
    draft = Draft(files=thaw(found.sources))
    return Sources(bpmn=draft.bpmn, decisions=draft.decisions, process_id=found.process_id)


def sources_by_process(callees: Mapping[str, int]) -> dict[str, Sources]:
    """Sources of the versions frozen as callees, by process id."""
    found = WorkflowVersion.objects.filter(pk__in=callees.values()).select_related("workflow")
    return {one.process_id: sources_of(one) for one in found}


def spec_of(version_id: int) -> Spec:
    """The compiled process with its frozen callees; compiled once in a process, shared by all threads."""
    checksum, _ = _frozen(version_id)
    return _specs.get(checksum, lambda: _compile(version_id))


def element_names(version_id: int) -> Mapping[tuple[str, str], str]:
    """What the designer called the elements of a version, by (process, element), callees' too; and by ("", element)."""
    checksum, _ = _frozen(version_id)
    return _names.get(checksum, lambda: _element_names(spec_of(version_id)))


def form_of(version_id: int, form_slug: str) -> FormSchema:
    """The form as it was when the version was published; callees' forms are frozen with the caller's version."""
    _, forms = _frozen(version_id)
    if form_slug not in forms:
        raise NotFound("catalog.form_not_found")
    return _form(forms[form_slug])


def forget() -> None:
    """Drop what this process remembers; correctness never needs it, tests and measurements do."""
    for kept in (_checksums, _specs, _forms, _names):
        kept.clear()
    reference.forget()


def _frozen(version_id: int) -> tuple[str, Mapping[str, int]]:
    def read() -> tuple[str, Mapping[str, int]]:
        found = version(version_id)
        return found.checksum, found.forms

    return _checksums.get(version_id, read)


def _compile(version_id: int) -> Spec:
    found = version(version_id)
    return compile_sources(sources_of(found), sources_by_process(found.callees))


def _element_names(spec: Spec) -> Mapping[tuple[str, str], str]:
    passed = [node.passed for scope in spec.scopes for node in scope.nodes if node.passed and node.passed.name]
    alone = {("", one.element): one.name for one in reversed(passed)}
    return alone | {(one.process, one.element): one.name for one in passed}


def _form(form_version_id: int) -> FormSchema:
    def read() -> FormSchema:
        row = FormVersion.objects.select_related("form").get(pk=form_version_id)
        schema, problems = parse(row.source.encode(), slug=row.form.slug, is_published=True)
        if schema is None:
            raise ValueError(f"a published form no longer parses: {row} {problems[0].message_en}")
        return schema

    return _forms.get(form_version_id, read)


def form(slug: str) -> Form:
    """A shared form with its current version; NotFound where there is none, or it was never published."""
    found = Form.objects.filter(slug=slug).exclude(current_version=None).select_related("current_version").first()
    if found is None:
        raise NotFound("catalog.form_not_found")
    return found


def users_of(slug: str) -> list[Workflow]:
    """Published processes that call this one, directly or not; callees before their callers."""
    return _callees_first(Workflow.objects.filter(current_version__callees__has_key=slug))


def users_of_forms(slugs: Iterable[str]) -> list[Workflow]:
    """Published processes that show one of the forms, themselves or through a callee; callees before their callers."""
    return _callees_first(Workflow.objects.filter(current_version__forms__has_any_keys=list(slugs)))


def _callees_first(found: QuerySet[Workflow]) -> list[Workflow]:
    """Who calls a process has all of its callees and itself: more than it has."""
    rows = list(found.select_related("current_version"))
    return sorted(rows, key=lambda one: (len(one.current_version.callees) if one.current_version else 0, one.slug))


def form_schema(row: FormVersion) -> FormSchema:
    """The parsed form of a version."""
    return _form(row.pk)


def dependents_of(slug: str) -> list[Workflow]:
    """Published processes whose current version froze another version of the process than the current one."""
    current = current_version(slug)
    found = Workflow.objects.filter(current_version__callees__has_key=slug).select_related("current_version")
    return [one for one in found if one.current_version and one.current_version.callees[slug] != current.pk]


def dependents_of_forms(form_versions: Mapping[str, int]) -> list[Workflow]:
    """Published processes whose current version froze another version of one of the forms."""
    found = Workflow.objects.filter(current_version__forms__has_any_keys=list(form_versions)).select_related(
        "current_version"
    )
    return [
        one
        for one in found
        if one.current_version
        and any(one.current_version.forms.get(slug, pk) != pk for slug, pk in form_versions.items())
    ]
