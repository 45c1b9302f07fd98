"""What was brought, by kind: archives opened within limits, each file known by its content, not its name alone."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from onegrid.engine.findings import problem
from onegrid.engine.imports.json_schema import form_from_schema, form_id, is_look, is_schema
from onegrid.engine.problems import ModelError, Problem
from onegrid.engine.read import MAX_BYTES

MAX_FILES = 200
MAX_UNPACKED = 64 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_SKIPPED = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$)")
_DMN = re.compile(rb"spec/DMN/|omg\.org/dmn", re.IGNORECASE)


@dataclass(slots=True)
class Brought:
    """By name, the bytes as they came. `forms` are form-js documents."""

    diagrams: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, bytes] = field(default_factory=dict)
    forms: dict[str, Mapping[str, object]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def unpack(files: Mapping[str, bytes]) -> Brought:
    """Sort the files; an archive's names stand behind the archive's own where several were brought."""
    brought = Brought()
    for name, data in files.items():
        try:
            for inner, content in _members(name, data, alone=len(files) == 1):
                _sort(brought, inner, content)
        except ModelError as fault:
            brought.problems.extend(fault.problems)
    return brought


def _members(name: str, data: bytes, *, alone: bool) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(_ZIP):
        yield name, data
        return
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_FILES:
                raise ModelError((problem("import.too_many", line=1, file=name, count=len(entries), limit=MAX_FILES),))
            for entry in entries:
                inner = _name_of(entry)
                if _SKIPPED.search(inner):
                    continue
                if entry.flag_bits & 1:
                    raise ModelError((problem("import.encrypted", line=1, file=name),))
                with archive.open(entry) as opened:  # sizes in the archive's own list may lie
                    content = opened.read(MAX_BYTES + 1)
                size += len(content)
                if size > MAX_UNPACKED or len(content) > MAX_BYTES:
                    limit = MAX_UNPACKED if size > MAX_UNPACKED else MAX_BYTES
                    raise ModelError((problem("import.too_large", line=1, file=f"{name}: {inner}", limit=limit),))
                yield inner if alone else f"{PurePosixPath(name).stem}/{inner}", content
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as fault:
        raise ModelError((problem("import.archive", line=1, file=name),)) from fault


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The entry's path. Chinese Windows writes GBK without saying so; zipfile then reads it as cp437."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)


def _sort(brought: Brought, name: str, data: bytes) -> None:
    suffix = PurePosixPath(name).suffix.lower()
    head = data[:4000]
    if data.startswith(_ZIP):
        brought.problems.append(problem("import.nested", line=1, file=name))
    elif suffix == ".dmn" or (suffix not in (".bpmn", ".bpmn20") and _DMN.search(head) and b"BPMN" not in head):
        brought.tables[name] = data
    elif suffix in (".json", ".form") or head.lstrip()[:1] == b"{":
        _form(brought, name, data)
    elif suffix in (".bpmn", ".xml", ".bpmn20") or b"<" in head or b"<\0" in head or not data.strip():
        brought.diagrams[name] = data
    else:
        brought.problems.append(problem("import.unknown", line=1, file=name))


def _form(brought: Brought, name: str, data: bytes) -> None:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        brought.problems.append(problem("import.unknown", line=1, file=name))
        return
    if isinstance(found, dict) and isinstance(found.get("components"), list):
        brought.forms[str(found.get("id") or PurePosixPath(name).stem)] = found
    elif is_schema(found):
        identifier = form_id(name)
        brought.forms[identifier], lost = form_from_schema(identifier, found)
        brought.problems.append(problem("import.form_schema", line=1, file=name, form=identifier))
        if lost:
            said = ", ".join(lost)[:200]
            brought.problems.append(problem("import.form_lacks", line=1, file=name, names=said))
    elif is_look(found):
        brought.problems.append(problem("import.form_look", line=1, file=name))
    else:
        brought.problems.append(problem("import.unknown", line=1, file=name))
