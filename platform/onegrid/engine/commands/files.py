"""Files that a line names: only plain ones, within the limit, so that no device or pipe holds the command up."""

from pathlib import Path

from onegrid.engine.imports.unpack import MAX_UNPACKED
from onegrid.engine.problems import EngineError
from onegrid.engine.read import MAX_BYTES


def plain_file(name: str | Path, missing: str = "import.no_file") -> Path:
    """The path; raises EngineError with the code `missing` where no plain file stands there."""
    path = Path(name)
    try:
        is_there, size = path.is_file(), path.stat().st_size
    except (OSError, ValueError):
        is_there, size = False, 0
    if not is_there:
        raise EngineError(missing, f"there is no file {str(name)!r}", f"文件“{name}”不存在")
    limit = MAX_UNPACKED if path.suffix.lower() == ".zip" else MAX_BYTES
    if size > limit:
        raise EngineError(
            "read.too_large", f"{str(name)!r} has more than {limit} bytes", f"文件“{name}”超过 {limit} 字节"
        )
    return path


def read_file(name: str | Path, missing: str = "import.no_file") -> bytes:
    """Its bytes; raises EngineError."""
    path = plain_file(name, missing)
    try:
        return path.read_bytes()
    except OSError as fault:
        raise EngineError(missing, f"the file {str(name)!r} can't be read", f"文件“{name}”无法读取") from fault
