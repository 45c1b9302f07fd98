"""What designers send, brought to the names of a process, and what is refused before it is unpacked."""

import io
import random
import struct
import zipfile
from collections.abc import Callable

import pytest

from onegrid.catalog import draft as files
from onegrid.catalog.received import Sent, place_of, receive
from onegrid.common.errors import Invalid


def _sent(name: str, content: bytes, size: int | None = None) -> Sent:
    read: Callable[[int], bytes] = io.BytesIO(content).read
    return Sent(name, len(content) if size is None else size, read)


def _zip(contents: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in contents.items():
            whole.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("process.bpmn", "process.bpmn"),
        ("Diagram (3).bpmn", "process.bpmn"),
        ("C:\\work\\routing.dmn", "decisions/routing.dmn"),
        ("workflows/small/workflow.yaml", "workflow.yaml"),
        ("examples.yaml", "examples.yaml"),
        ("README.md", "README.md"),
        ("forms/filing.yaml", "forms/filing.yaml"),
        ("filing.yml", "forms/filing.yaml"),
        ("Filing.yaml", None),
        ("notes.txt", None),
        ("a.bpmn.exe", None),
        ("..dmn", None),
        ("受理.dmn", "decisions/受理.dmn"),
    ],
)
def test_where_a_file_belongs(name: str, place: str | None) -> None:
    assert place_of(name) == place


def test_a_whole_folder_in_a_zip() -> None:
    packed = _zip(
        {
            "small/process.bpmn": b"<a/>",
            "small/decisions/r.dmn": b"<b/>",
            "__MACOSX/small/._x": b"",
            "small/.DS_Store": b"",
        }
    )
    assert receive([_sent("small.zip", packed)]) == {"process.bpmn": b"<a/>", "decisions/r.dmn": b"<b/>"}


def test_each_file_that_cannot_be_taken_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        receive([_sent("a.exe", b"x"), _sent("one.bpmn", b"1"), _sent("two.bpmn", b"2")])
    assert [(one.code, one.field) for one in refused.value.details] == [
        ("folder.file_unknown", "a.exe"),
        ("folder.file_twice", "two.bpmn"),
    ]


def test_nothing_is_said() -> None:
    with pytest.raises(Invalid) as refused:
        receive([])
    assert refused.value.code == "catalog.upload_empty"


def test_a_zip_that_lies_about_its_size() -> None:
    packed = bytearray(_zip({"process.bpmn": b"0" * (files.MAX_TOTAL + 1)}))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # local header, central directory: uncompressed size
        found = packed.index(sign)
        packed[found + at : found + at + 4] = struct.pack("<I", 10)
    with pytest.raises(Invalid):
        receive([_sent("lie.zip", bytes(packed))])


def test_many_files_and_zips_in_zips() -> None:
    with pytest.raises(Invalid) as refused:
        receive([_sent("many.zip", _zip({f"decisions/a{n}.dmn": b"x" for n in range(files.MAX_FILES + 1)}))])
    assert refused.value.code == "catalog.upload_too_large"
    with pytest.raises(Invalid) as refused:
        receive([_sent("outer.zip", _zip({"inner.zip": _zip({"process.bpmn": b"x"})}))])
    assert refused.value.details[0].code == "folder.file_unknown"


def test_several_zips_share_one_limit() -> None:
    half = b"0" * (files.MAX_TOTAL // 2 + 1)
    with pytest.raises(Invalid) as refused:
        receive([_sent("a.zip", _zip({"process.bpmn": half})), _sent("b.zip", _zip({"decisions/a.dmn": half}))])
    assert refused.value.code == "catalog.upload_too_large"


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_zips_are_refused_in_words(way: int) -> None:
    contents = {"process.bpmn": b"<a>" * 300, "decisions/r.dmn": b"<b/>" * 300, "README.md": "字".encode() * 99}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", way) as whole:
        for name, content in contents.items():
            whole.writestr(name, content)
    chance, refused = random.Random(way), 0
    for _ in range(200):
        damaged = bytearray(packed.getvalue())
        for _ in range(chance.choice((1, 2, 8))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = chance.choice((len(damaged), len(damaged), chance.randrange(len(damaged))))
        try:
            receive([_sent("a.zip", bytes(damaged[:cut]))])
        except Invalid:
            refused += 1
    assert refused > 50


@pytest.mark.parametrize(("at", "value"), [("flags", 1), ("method", 99), ("method", 9), ("method", 14), ("method", 12)])
def test_encrypted_zips_and_strange_compressions(at: str, value: int) -> None:
    packed = bytearray(_zip({"process.bpmn": b"<a>" * 300}))
    local, central = (6, 8) if at == "flags" else (8, 10)
    for sign, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        found = packed.index(sign) + offset
        packed[found : found + 2] = struct.pack("<H", value)
    with pytest.raises(Invalid) as refused:
        receive([_sent("a.zip", bytes(packed))])
    assert refused.value.code == "catalog.zip_unreadable"
