"""Finds connectors by listing the folder, so that adding one edits nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from onegrid.connectors.base import CallRequest, CallResult, Connector, PermanentFailure
from onegrid.connectors.manifest import Manifest, ManifestError, read_manifest

_FOLDER = Path(__file__).parent


@cache
def known() -> Mapping[str, Manifest]:
    """Every connector's manifest by id."""
    found = {path.parent.name: read_manifest(path) for path in sorted(_FOLDER.glob("*/manifest.yaml"))}
    return MappingProxyType(found)


def get(connector_id: str) -> Connector:
    """The connector behind a check of operation and parameters; PermanentFailure where there is none."""
    if connector_id not in known():
        raise PermanentFailure(
            "connector.unknown",
            f"No connector {connector_id!r}. Known: {', '.join(known())}.",
            f"没有连接器“{connector_id}”。现有：{'、'.join(known())}。",
        )
    return _checked(connector_id)


@cache
def _checked(connector_id: str) -> "_Checked":
    module = import_module(f"onegrid.connectors.{connector_id}.connector")
    made: Connector = module.make()
    manifest = known()[connector_id]
    if made.operations != frozenset(manifest.operations):
        raise ManifestError(f"{connector_id}: code and manifest.yaml differ in operations / 代码与清单的操作不一致")
    return _Checked(made, manifest)


@dataclass(frozen=True)
class _Checked:
    """Refuses what the manifest does not allow before anything leaves the house."""

    inner: Connector
    manifest: Manifest

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def operations(self) -> frozenset[str]:
        return frozenset(self.manifest.operations)

    @property
    def parameters_schema(self) -> Mapping[str, Mapping[str, Any]]:
        return {name: operation.parameters for name, operation in self.manifest.operations.items()}

    def call(self, request: CallRequest) -> CallResult:
        operation = self.manifest.operations.get(request.operation)
        if operation is None:
            names = sorted(self.manifest.operations)
            raise PermanentFailure(
                "connector.operation",
                f"{self.id} knows no operation {request.operation!r}. Known: {', '.join(names)}.",
                f"连接器“{self.id}”没有操作“{request.operation}”。可用：{'、'.join(names)}。",
            )
        validator = Draft202012Validator(operation.parameters, format_checker=FormatChecker())
        wrong = next(iter(validator.iter_errors(dict(request.parameters))), None)
        if wrong is not None:
            where = ".".join(str(part) for part in wrong.absolute_path) or "parameters"
            raise PermanentFailure(
                "connector.parameters",
                f"{self.id}.{request.operation}, {where}: {wrong.message}",
                f"{self.id}.{request.operation} 的参数 {where} 不符合要求：{wrong.message}",
            )
        return self.inner.call(request)
