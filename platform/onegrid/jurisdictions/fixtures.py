"""Where the seed data lies."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # eight times as fast where libyaml is there


def folder() -> Path:
    """The repository's fixtures/, or the folder that ONEGRID_FIXTURES names."""
    return Path(getattr(settings, "ONEGRID_FIXTURES", None) or Path(settings.ROOT) / "fixtures")


def read_yaml(path: Path) -> dict[str, Any]:
    """A fixture that is one mapping."""
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe in both
    if not isinstance(found, dict):
        raise ValueError(f"{path}: the file must hold one mapping / 文件必须是一个映射")
    return found
