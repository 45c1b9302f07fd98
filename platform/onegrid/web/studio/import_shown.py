"""A report of an import as the page shows it, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from onegrid.catalog.draft import DIAGRAM
from onegrid.catalog.import_report import COMPLETED, DRAWN, NEW, PUBLISHED, SAME, problems_kept
from onegrid.catalog.models import DesignImport
from onegrid.engine.check import State
from onegrid.engine.problems import Severity
from onegrid.web.studio.report import Finding, Group, elements_of, finding_of, groups_of

# How far a process may go in the engine's part: word, colour, icon.
STATE: dict[str, tuple[Any, str, str]] = {
    State.PUBLISHABLE: (_("can be published"), "green", "check"),
    State.REHEARSABLE: (_("can be rehearsed"), "amber", "play"),
    State.DRAWING: (_("opens as a drawing"), "grey", "schema"),
    State.UNREADABLE: (_("cannot be opened"), "red", "alert"),
}
BECAME: dict[str, Any] = {
    NEW: _("new draft"),
    SAME: _("was your draft already"),
    COMPLETED: _("your draft got the files that it lacked"),
    PUBLISHED: _("is published already"),
    DRAWN: _("no draft: one import makes at most 60, of 32 MB"),
}


@dataclass(frozen=True, slots=True)
class ProcessShown:
    """draft: address of its draft, or of the running version; empty where there is neither any more."""

    id: str
    name: str
    light: tuple[Any, str, str]
    errors: int
    warnings: int
    became: Any
    slug: str
    wanted: str
    draft: str
    tables: tuple[str, ...]
    forms: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileShown:
    """at: its number from 1. groups: what must be mended or looked at; kept: what is only named."""

    at: int
    name: str
    light: tuple[Any, str, str]
    processes: tuple[ProcessShown, ...]
    errors: int
    warnings: int
    groups: tuple[Group, ...]
    kept: tuple[Group, ...]
    is_drawn: bool
    has_layout: bool
    is_open: bool

    @property
    def anchor(self) -> str:
        """Id of its drawing in the page."""
        return f"drawing-{self.at}"


def report_shown(found: DesignImport, contents: Mapping[str, bytes], drafts: set[str], asked: str) -> dict[str, Any]:
    """Context of the page. `drafts`: slugs of the drafts that there still are. `asked`: number of the file to open."""
    said = found.report["files"]
    opened = int(asked) if asked.isdecimal() and len(asked) < 6 else _first(said)
    files = [_file(at, one, contents.get(one["name"], b""), drafts, at == opened) for at, one in enumerate(said, 1)]
    totals = found.report["totals"]
    others: list[Finding] = [finding_of(one, _nowhere) for one in problems_kept(found.report["problems"])]
    return {
        "made": found,
        "files": files,
        "totals": [(totals[state], *light) for state, light in STATE.items() if totals.get(state)],
        "others": others,
        "unused": found.report["unused"],
    }


def _first(said: list[dict[str, Any]]) -> int:
    """The first file with something to mend or to look at."""
    weights = ("error", "warning")
    for severity in weights:
        for at, file in enumerate(said, 1):
            if any(one["severity"] == severity for one in file["problems"]):
                return at
    return 1


def _file(at: int, said: dict[str, Any], content: bytes, drafts: set[str], is_open: bool) -> FileShown:
    names = elements_of(content)
    draft = next((one["slug"] for one in said["processes"] if one["slug"] in drafts), "")

    def edit(name: str, line: int | None) -> str:
        if not draft or name != DIAGRAM:
            return ""
        return reverse("studio_edit", args=[draft, DIAGRAM]) + (f"#L{line}" if line else "")

    problems = problems_kept(said["problems"])
    if not draft:  # there is no process.bpmn to open: the file is called as it was sent
        problems = [replace(one, file=one.file or said["name"]) for one in problems]
    groups = groups_of(problems, names, edit)
    counts = {one.severity: one.count for one in groups}
    return FileShown(
        at=at,
        name=said["name"],
        light=STATE[said["state"]],
        processes=tuple(_process(one, drafts) for one in said["processes"]),
        errors=counts.get(str(Severity.ERROR), 0),
        warnings=counts.get(str(Severity.WARNING), 0),
        groups=tuple(one for one in groups if one.severity != str(Severity.INFO)),
        kept=tuple(one for one in groups if one.severity == str(Severity.INFO)),
        is_drawn=said["is_drawn"],
        has_layout=said["has_layout"],
        is_open=is_open,
    )


def _process(said: dict[str, Any], drafts: set[str]) -> ProcessShown:
    slug = said["slug"]
    address = reverse("studio_draft", args=[slug]) if slug in drafts else ""
    if said["became"] == PUBLISHED:
        address = reverse("studio_workflow", args=[slug])
    return ProcessShown(
        id=said["id"],
        name=said["name"],
        light=STATE[said["state"]],
        errors=said["counts"][str(Severity.ERROR)],
        warnings=said["counts"][str(Severity.WARNING)],
        became=BECAME[said["became"]],
        slug=slug,
        wanted=said["wanted"],
        draft=address,
        tables=tuple(said["tables"]),
        forms=tuple(said["forms"]),
        renamed=tuple(said["renamed"].items()),
    )


def _nowhere(_name: str, _line: int | None) -> str:
    return ""
