"""The folders of the repository: which processes there are, in which order they may be published, how they differ."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from onegrid.catalog import draft as files
from onegrid.catalog import selectors
from onegrid.catalog.draft import Draft, read_folder
from onegrid.catalog.gather import called_processes, model_of, named_forms
from onegrid.catalog.manifest import process_of
from onegrid.catalog.models import WorkflowVersion
from onegrid.engine.sources import Sources


def workflows_folder() -> Path:
    """The repository's workflows/, or the folder that ONEGRID_WORKFLOWS names."""
    return Path(getattr(settings, "ONEGRID_WORKFLOWS", None) or Path(settings.ROOT) / "workflows")


def forms_folder() -> Path:
    """The repository's forms/, or the folder that ONEGRID_FORMS names."""
    return Path(getattr(settings, "ONEGRID_FORMS", None) or Path(settings.ROOT) / "forms")


def slugs() -> list[str]:
    """Folders that hold a diagram."""
    return sorted(path.parent.name for path in workflows_folder().glob(f"*/{files.DIAGRAM}"))


def read(slug: str) -> Draft:
    """The folder of a process with every form beside it."""
    return read_folder(workflows_folder() / slug, forms_folder())


def callees_first(drafts: dict[str, Draft]) -> list[str]:
    """The slugs, whatever is called before its callers; circles stay as they come (the check tells them)."""
    slug_of = {process_of(draft.files.get(files.MANIFEST), slug): slug for slug, draft in drafts.items()}
    calls = {slug: {slug_of[one] for one in _calls(slug, draft) if one in slug_of} for slug, draft in drafts.items()}
    ordered: list[str] = []
    open_: set[str] = set()

    def visit(slug: str) -> None:
        if slug in ordered or slug in open_:
            return
        open_.add(slug)
        for called in sorted(calls[slug]):
            visit(called)
        ordered.append(slug)

    for slug in sorted(drafts):
        visit(slug)
    return ordered


def _calls(slug: str, draft: Draft) -> set[str]:
    process = process_of(draft.files.get(files.MANIFEST), slug)
    model = model_of(Sources(bpmn=draft.bpmn, decisions=draft.decisions, process_id=process))
    return called_processes(model) if model is not None else set()


def published(version: WorkflowVersion) -> Draft:
    """A version as it would stand in the repository: its files, and the forms that it names itself."""
    found = selectors.draft_of(version)
    model = model_of(selectors.sources_of(version))
    own = named_forms(model) if model is not None else set()
    return Draft(files=found.files, forms={slug: found.forms[slug] for slug in sorted(own) if slug in found.forms})


def differs(folder: Draft, version: Draft) -> bool:
    """Whether the two would freeze different content; README.md aside."""
    same_files = folder.content_checksum() == version.content_checksum()
    return not same_files or any(folder.forms.get(slug) != content for slug, content in version.forms.items())


def difference(version: Draft, folder: Draft) -> Iterator[str]:
    """Lines of a unified difference, database first."""
    for name in sorted(version.files.keys() | folder.files.keys()):
        if name != files.README:
            yield from _lines(name, version.files.get(name), folder.files.get(name))
    for slug, content in version.forms.items():
        yield from _lines(f"forms/{slug}.yaml", content, folder.forms.get(slug))


def _lines(name: str, database: bytes | None, folder: bytes | None) -> Iterable[str]:
    if database == folder:
        return ()
    return difflib.unified_diff(
        (database or b"").decode(errors="replace").splitlines(),
        (folder or b"").decode(errors="replace").splitlines(),
        f"database/{name}",
        f"folder/{name}",
        lineterm="",
        n=2,
    )


def write(slug: str, version: WorkflowVersion, *, to: Path | None = None, forms: Path | None = None) -> list[Path]:
    """Write a version back byte for byte; answers what was changed. Tables that it does not have are removed."""
    folder, forms = to or workflows_folder() / slug, forms or forms_folder()
    found = published(version)
    wanted = {folder / name: content for name, content in found.files.items()}
    wanted |= {forms / f"{name}.yaml": content for name, content in found.forms.items()}
    changed = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    for path in sorted(folder.glob("decisions/*.dmn")):
        if path not in wanted:
            path.unlink()
            changed.append(path)
    return changed
