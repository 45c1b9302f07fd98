"""Files as a designer sends them, one by one or in a zip, brought to the names that a process gives them."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from onegrid.catalog import draft as files
from onegrid.common.errors import Detail, Invalid

_JUNK = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git(/|$))", re.IGNORECASE)
_FIXED = (files.MANIFEST, files.EXAMPLES, files.README)
_BLOCK = 64 * 1024
# RuntimeError: encrypted, NotImplementedError: a compression that Python does not know; the rest: damaged.
_UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError),
    *(zlib.error, lzma.LZMAError, struct.error, ValueError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One file of a request. `read(n)`: at most n bytes of it."""

    name: str
    size: int
    read: Callable[[int], bytes]


def receive(sent: Iterable[Sent]) -> dict[str, bytes]:
    """Path in the process -> content. Invalid, naming each file, where one is foreign, doubled, or all are too large.

    Any `.bpmn` is the diagram, any `.dmn` a table, any other `.yaml` a form named as its file.
    """
    found: dict[str, bytes] = {}
    wrong: list[Detail] = []
    left = files.MAX_TOTAL
    for name, content in _unpacked(sent, left):
        left -= len(content)
        target = place_of(name)
        if left < 0 or len(found) >= files.MAX_FILES:
            raise _too_large()
        if target is None:
            wrong.append(_foreign(name))
        elif found.get(target, content) != content:
            wrong.append(_twice(name, target))
        else:
            found[target] = content
    if wrong:
        raise Invalid(
            "catalog.upload_refused",
            f"{len(wrong)} of the files sent cannot be taken; nothing was changed.",
            f"所提交的文件中有 {len(wrong)} 个不能接收；未作任何改动。",
            field="files",
            mend_en="Take them out, or give them the names below, and send again.",
            mend_zh="请去掉它们，或按下列说明改名后重新提交。",
            details=wrong,
        )
    if not found:
        raise Invalid(
            "catalog.upload_empty",
            "No file was sent.",
            "没有收到文件。",
            field="files",
            mend_en="Choose at least one file.",
            mend_zh="请至少选择一个文件。",
        )
    return found


def delivery(sent: Iterable[Sent]) -> dict[str, bytes]:
    """Name -> content as sent, archives unopened; a name that comes twice gets a number. Invalid where too large."""
    found: dict[str, bytes] = {}
    left = files.MAX_TOTAL
    for one in sent:
        content = one.read(left + 1) if one.size <= left else None
        if content is None or len(content) > left or len(found) >= files.MAX_FILES:
            raise _too_large()
        left -= len(content)
        path = PurePosixPath(one.name.replace("\\", "/").rpartition("/")[2] or "file")
        name, number = path.name, 1
        while name in found:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        found[name] = content
    return found


def place_of(name: str) -> str | None:
    """Where a file of this name belongs; None where it is no file of a process."""
    path = PurePosixPath(name.replace("\\", "/"))
    base, ending = path.name, path.suffix.lower()
    if base in _FIXED:
        return base
    if ending == ".bpmn":
        return files.DIAGRAM
    if ending == ".dmn":
        target = f"decisions/{base}"
        return target if files.is_allowed(target) else None
    if ending in (".yaml", ".yml"):
        target = f"forms/{path.stem}.yaml"
        return target if files.form_of_name(target) else None
    return None


def _unpacked(sent: Iterable[Sent], limit: int) -> Iterator[tuple[str, bytes]]:
    """Never more than `limit` bytes in memory beyond one block, whatever sizes are claimed."""
    for one in sent:
        if one.size > limit:
            raise _too_large()
        content = one.read(limit + 1)
        if len(content) > limit:
            raise _too_large()
        if one.name.lower().endswith(".zip"):
            unpacked = list(_members(one.name, content, limit))
            limit -= sum(len(inner) for _, inner in unpacked)
            yield from unpacked
        else:
            limit -= len(content)
            yield one.name, content


def _members(name: str, content: bytes, limit: int) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _JUNK.search(one.filename)]
            if len(members) > files.MAX_FILES or sum(one.file_size for one in members) > limit:
                raise _too_large()
            for one in members:
                with archive.open(one) as opened:
                    inner = _at_most(opened.read, limit)
                limit -= len(inner)
                yield one.filename, inner
    except _UNREADABLE as error:
        raise Invalid(
            "catalog.zip_unreadable",
            f"{name[:80]} cannot be opened as a zip.",
            f"无法打开压缩包 {name[:80]}。",
            field="files",
            mend_en="Pack the files again, without a password, or send them one by one.",
            mend_zh="请重新打包（不要加密），或逐个提交文件。",
        ) from error


def _at_most(read: Callable[[int], bytes], limit: int) -> bytes:
    """What the header claims is nobody's promise: counted while it is unpacked."""
    blocks: list[bytes] = []
    size = 0
    while block := read(_BLOCK):
        size += len(block)
        if size > limit:
            raise _too_large()
        blocks.append(block)
    return b"".join(blocks)


def _too_large() -> Invalid:
    return Invalid(
        "catalog.upload_too_large",
        "What was sent is too large: at most 60 files and 16 MB, unpacked.",
        "提交内容过大：解压后至多 60 个文件、16 MB。",
        field="files",
        mend_en="Take out what the process does not need.",
        mend_zh="请去掉流程不需要的文件。",
    )


def _foreign(name: str) -> Detail:
    return Detail(
        "folder.file_unknown",
        "This is no file of a process.",
        "这不是流程所用的文件。",
        field=name[:200],
        mend_en="Known: .bpmn, .dmn, forms as .yaml (a-z, 0-9, _), workflow.yaml, examples.yaml, README.md.",
        mend_zh="可用：.bpmn、.dmn、表单 .yaml（小写字母、数字、_）、workflow.yaml、examples.yaml、README.md。",
    )


def _twice(name: str, target: str) -> Detail:
    return Detail(
        "folder.file_twice",
        f"Another file sent with it is {target} too.",
        f"同时提交的另一个文件也是 {target}。",
        field=name[:200],
        mend_en="Send only one of them.",
        mend_zh="请只提交其中一个。",
    )
