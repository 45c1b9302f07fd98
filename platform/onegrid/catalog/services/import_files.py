"""Take files of other tools: each process becomes a draft of whoever brings it, with a report of what was found."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from onegrid.catalog import draft as names
from onegrid.catalog import drafts
from onegrid.catalog.brought import brought_of, free, manifest_of, name_for, unused
from onegrid.catalog.draft import freeze
from onegrid.catalog.import_report import (
    COMPLETED,
    DRAWN,
    NEW,
    PUBLISHED,
    SAME,
    Drafted,
    file_said,
    problems_said,
    storable,
    totals,
)
from onegrid.catalog.manifest import process_of
from onegrid.catalog.models import DesignDraft, DesignImport, DesignKind, Form, Workflow
from onegrid.catalog.services.save_draft import save_draft
from onegrid.common import audit, clock
from onegrid.common.errors import Invalid
from onegrid.engine.imports import Diagram, Imported, ImportedProcess
from onegrid.engine.imports import import_files as read_files
from onegrid.engine.imports.unpack import unpack
from onegrid.jurisdictions.models import Person, Unit
from onegrid.jurisdictions.policy import Actor, Permission, require
from onegrid.jurisdictions.selectors import city_centre_id

MOST_DRAFTS = 60
MOST_BYTES = 2 * names.MAX_TOTAL  # of diagrams: each process of a file gets the whole of it
KEPT = 20


def import_files(*, actor: Actor, files: Mapping[str, bytes]) -> DesignImport:
    """The import with its report. Faulty files are told in it, and never keep the others out.

    A name that is taken gets a number behind it: neither a published process or form nor an older draft changes, but
    for files that the draft of the very same diagram lacks.
    """
    require(actor, Permission.DESIGN_WORKFLOW, city_centre_id())  # before anything is read for them
    if actor.person_id is None:
        raise drafts.of_nobody()
    _refuse_heavy(files)
    imported = read_files(files)
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",)).get(pk=actor.person_id)
        post = require(actor, Permission.DESIGN_WORKFLOW, city_centre_id())
        desk = _Desk(actor, imported, Unit.objects.get(pk=post.unit_id).name)
        said = [desk.take(diagram) for diagram in imported.diagrams]
        report = {
            "totals": totals(said),
            "files": said,
            "problems": problems_said(imported.problems),
            "unused": unused(imported, desk.used),
        }
        made = DesignImport.objects.create(
            person_id=actor.person_id,
            made_at=clock.now(),
            files=storable(freeze({one.name: one.original for one in imported.diagrams})),
            report=storable(report),
        )
        own = DesignImport.objects.filter(person_id=actor.person_id)
        own.filter(pk__in=list(own.order_by("-pk").values_list("pk", flat=True)[KEPT:])).delete()
        audit.record(
            actor=actor.acting_as(post),
            action="catalog.files_imported",
            subject_kind="design_import",
            subject_id=made.pk,
            after=storable({"files": [one["name"] for one in said], "drafts": sorted(desk.drafted)}),
        )
    return made


class _Desk:
    """Lays each process into a draft. Under the lock of the person."""

    def __init__(self, actor: Actor, imported: Imported, owner: str) -> None:
        self.actor, self.imported, self.owner = actor, imported, owner
        self.used: set[str] = set()
        self.drafted: set[str] = set()
        self._kept: dict[bytes, object] = {}
        self._laid = 0
        self._own = {one.slug: one for one in drafts.drafts_for(actor).filter(kind=DesignKind.WORKFLOW)}
        self._taken = {*Workflow.objects.values_list("slug", flat=True), *self._own}
        rows = Form.objects.exclude(current_version=None).values_list("slug", "current_version__source")
        self._forms = {slug: source.encode() for slug, source in rows}

    def take(self, diagram: Diagram) -> dict[str, object]:
        """What is said of the file; a draft for each of its processes."""
        became = {one.process_id: self._draft(diagram, one) for one in diagram.processes}
        return file_said(diagram, became)

    def _draft(self, diagram: Diagram, process: ImportedProcess) -> Drafted:
        known = self._known(process)
        wanted = name_for(process.process_id, diagram.name, is_alone=len(diagram.processes) == 1)
        if known is None and self._is_published(wanted, process):
            return Drafted(PUBLISHED, wanted)
        slug = known.slug if known is not None else free(wanted, self._taken)
        manifest = manifest_of(process, slug, diagram.name, self.owner)
        found = brought_of(self.imported, process, manifest, self.owner, self._forms)
        said = Drafted(NEW, slug, wanted if wanted != slug else "", found.tables, found.forms, found.renamed)
        self.used |= {*found.tables, *found.forms}
        if known is not None:
            lacked = {name: content for name, content in found.files.items() if name not in known.files}
            if not lacked:
                return replace(said, became=SAME, wanted="")
            self._save(slug, lacked)
            return replace(said, became=COMPLETED, wanted="")
        self._laid += len(process.sources.bpmn)
        if len(self.drafted) >= MOST_DRAFTS or self._laid > MOST_BYTES:
            return Drafted(DRAWN)
        self._taken.add(slug)
        self._save(slug, found.files)
        return said

    def _save(self, slug: str, changes: Mapping[str, bytes]) -> None:
        save_draft(actor=self.actor, kind=DesignKind.WORKFLOW, slug=slug, changes=changes)
        self.drafted.add(slug)

    def _known(self, process: ImportedProcess) -> DesignDraft | None:
        """An own draft of the same process of the very same file."""
        frozen = self._frozen(process)
        for slug, row in self._own.items():
            if row.files.get(names.DIAGRAM) != frozen:
                continue
            manifest = drafts.changes_of(row).get(names.MANIFEST)
            if process_of(manifest, slug) == process.process_id:
                return row
        return None

    def _is_published(self, slug: str, process: ImportedProcess) -> bool:
        """Whether the running version of that name is this very diagram."""
        row = Workflow.objects.filter(slug=slug).select_related("current_version__workflow").first()
        version = row.current_version if row is not None else None
        if version is None or version.process_id != process.process_id:
            return False
        return bool(version.sources.get(names.DIAGRAM) == self._frozen(process))

    def _frozen(self, process: ImportedProcess) -> object:
        """The file as it is kept, once for all its processes."""
        data = process.sources.bpmn
        if data not in self._kept:
            self._kept[data] = freeze({names.DIAGRAM: data})[names.DIAGRAM]
        return self._kept[data]


def _refuse_heavy(given: Mapping[str, bytes]) -> None:
    if not given:
        raise Invalid(
            "catalog.upload_empty",
            "No file was sent.",
            "没有收到文件。",
            field="files",
            mend_en="Choose at least one file.",
            mend_zh="请至少选择一个文件。",
        )
    inside = unpack(given)
    contents = [*inside.diagrams.values(), *inside.tables.values()]
    if len(contents) > names.MAX_FILES or sum(map(len, contents)) > names.MAX_TOTAL:
        raise Invalid(
            "catalog.import_too_large",
            "One import takes at most 60 diagrams and tables and 16 MB, unpacked.",
            "一次导入至多 60 个流程图和决策表，解压后至多 16 MB。",
            field="files",
            mend_en="Send them in several imports; files that belong together in one.",
            mend_zh="请分几次导入；有引用关系的文件放在同一次。",
        )
