"""The files of one process before they are published: from a folder, from an upload, or from a frozen version."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

MANIFEST, DIAGRAM, EXAMPLES, README = "workflow.yaml", "process.bpmn", "examples.yaml", "README.md"
_ALLOWED = re.compile(r"workflow\.yaml|process\.bpmn|examples\.yaml|README\.md|decisions/[\w-][\w.-]*\.dmn")
_FORM = re.compile(r"forms/([a-z][a-z0-9_-]{0,59})\.yaml")
MAX_FILES = 60
MAX_TOTAL = 16 * 1024 * 1024


def is_allowed(name: str) -> bool:
    """Whether a process may have a file of this relative path (docs/reference/workflow-folder.md)."""
    return _ALLOWED.fullmatch(name) is not None


def form_of_name(name: str) -> str | None:
    """The slug of the form that a path like `forms/filing.yaml` speaks of; None where it is no form's."""
    found = _FORM.fullmatch(name)
    return found[1] if found else None


@dataclass(frozen=True)
class Draft:
    """files: relative path -> bytes. forms: slug -> bytes of every form offered; only those named by a task count."""

    files: Mapping[str, bytes]
    forms: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def bpmn(self) -> bytes:
        """The diagram's own bytes."""
        return self.files.get(DIAGRAM, b"")

    @property
    def decisions(self) -> dict[str, bytes]:
        """File name -> DMN."""
        return {
            name.removeprefix("decisions/"): content
            for name, content in self.files.items()
            if name.startswith("decisions/")
        }

    def content_checksum(self) -> str:
        """Of everything that decides how it runs or what it promises; README.md does not count."""
        return checksum({name: digest(content) for name, content in self.files.items() if name != README})


def digest(content: bytes) -> str:
    """Checksum of one file."""
    return sha256(content).hexdigest()


def checksum(parts: Mapping[str, str]) -> str:
    """Checksum of named checksums, whatever their order."""
    whole = sha256()
    for name in sorted(parts):
        whole.update(f"{name}\0{parts[name]}\n".encode())
    return whole.hexdigest()


def freeze(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Files as JSON: text where it is UTF-8 that comes back byte for byte, else base64."""
    return {name: _frozen(content) for name, content in sorted(files.items())}


def thaw(frozen: Mapping[str, Any]) -> dict[str, bytes]:
    """The files again, byte for byte."""
    return {name: one.encode() if isinstance(one, str) else b64decode(one["base64"]) for name, one in frozen.items()}


def _frozen(content: bytes) -> Any:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\0"
    return {"base64": b64encode(content).decode()} if "\0" in text else text


def read_folder(folder: Path, forms: Path) -> Draft:
    """What stands in the folder, and every form beside it; files of no use to a process are left where they are."""
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    return Draft(
        files={name: (folder / name).read_bytes() for name in names if is_allowed(name)},
        forms={path.stem: path.read_bytes() for path in sorted(forms.glob("*.yaml"))},
    )
