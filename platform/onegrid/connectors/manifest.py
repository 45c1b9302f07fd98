"""`manifest.yaml`: what a connector says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator


class ManifestError(Exception):
    """A folder under connectors/ does not describe itself properly."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the connector can be asked to do."""

    id: str
    title_zh: str
    title_en: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`maturity`: what is done and what is not, with the reason, as the folder's owner states it."""

    id: str
    title_zh: str
    title_en: str
    owner: str
    operations: Mapping[str, Operation]
    maturity: tuple[Mapping[str, str], ...]


def read_manifest(path: Path) -> Manifest:
    """ManifestError names the file and what is missing."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        operations = {name: _operation(name, one) for name, one in found["operations"].items()}
        manifest = Manifest(
            id=found["id"],
            title_zh=found["title"]["zh"],
            title_en=found["title"]["en"],
            owner=found["owner"],
            operations=operations,
            maturity=tuple(found.get("maturity", ())),
        )
    except (KeyError, TypeError, AttributeError) as missing:
        raise ManifestError(f"{path}: lacks {missing} / 清单缺少该项") from missing
    if manifest.id != path.parent.name:
        raise ManifestError(f"{path}: id {manifest.id} is not the folder's name / id 与文件夹名不一致")
    return manifest


def _operation(name: str, found: Mapping[str, Any]) -> Operation:
    Draft202012Validator.check_schema(found["parameters"])
    return Operation(name, found["title"]["zh"], found["title"]["en"], found["parameters"])
