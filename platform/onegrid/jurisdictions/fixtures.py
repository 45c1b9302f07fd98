"""Where the seed data lies."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


def folder() -> Path:
    """The repository's fixtures/, or the folder that ONEGRID_FIXTURES names."""
    return Path(getattr(settings, "ONEGRID_FIXTURES", None) or Path(settings.ROOT) / "fixtures")


def read_yaml(path: Path) -> dict[str, Any]:
    """A fixture that is one mapping."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ValueError(f"{path}: the file must hold one mapping / 文件必须是一个映射")
    return found
