"""Whether the embedded database is already as this checkout wants it, told without starting Django."""

import hashlib
from collections.abc import Iterator
from pathlib import Path


def fingerprint(root: Path, *, demo: bool, demo_cases: bool) -> str:
    """Changes with every file that decides what `prepare_city` does."""
    digest = hashlib.sha256(f"demo={demo} cases={demo_cases}".encode())
    for path in sorted(_deciding(root)):
        digest.update(f"\0{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _deciding(root: Path) -> Iterator[Path]:
    yield root / "requirements.lock"
    yield from (root / "platform" / "onegrid").glob("*/migrations/*.py")
    yield from (root / "platform" / "onegrid").glob("*/management/commands/*.py")
    for folder in ("fixtures", "workflows", "forms"):
        yield from (path for path in (root / folder).rglob("*") if path.is_file())
