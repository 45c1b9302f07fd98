"""Which built files an entry of platform/frontend/ needs, from Vite's manifest."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

DIST = Path(__file__).parent / "static" / "web" / "dist"


@dataclass(frozen=True, slots=True)
class Built:
    """Paths below /static/; `script` is empty where the front end has not been built."""

    styles: tuple[str, ...]
    script: str


def of(entry: str) -> Built:
    """Of `src/<entry>/index.ts`. Without a build pages still stand, unstyled: Python tests need no Node."""
    manifest = DIST / "manifest.json"
    if not manifest.exists():
        return Built((), "")
    if settings.DEBUG:
        _read.cache_clear()
    return _built(_read(manifest), f"src/{entry}/index.ts")


@lru_cache(maxsize=1)
def _read(manifest: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(manifest.read_text())
    return found


def _built(manifest: dict[str, Any], name: str) -> Built:
    styles: dict[str, None] = {}
    seen: set[str] = set()

    def collect(key: str) -> None:
        if key in seen:
            return
        seen.add(key)
        for imported in manifest[key].get("imports", ()):
            collect(imported)
        styles.update(dict.fromkeys(manifest[key].get("css", ())))

    collect(name)
    return Built(tuple(f"web/dist/{path}" for path in styles), f"web/dist/{manifest[name]['file']}")
