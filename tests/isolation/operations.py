"""The operations of the OpenAPI document, generated as the installation would serve it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

PREFIX = "/api/v1/"
# The document itself and its pages: no operations of the city.
DOCUMENT = frozenset({f"{PREFIX}schema/", f"{PREFIX}docs/"})
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address. `is_open`: the document says that nobody need sign in."""

    id: str
    method: str
    path: str
    is_open: bool


@cache
def operations() -> dict[str, Operation]:
    """Operation id -> operation, in the order of the document."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    found = [
        Operation(one["operationId"], method, path, not one.get("security", []) or {} in one["security"])
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if method in _METHODS
    ]
    assert len({one.id for one in found}) == len(found), "two operations share an id"
    return {one.id: one for one in found}


def routes() -> set[str]:
    """Every address below the prefix that the installation answers, parameters as the document writes them."""
    return {path for path in _walk(get_resolver().url_patterns, "/") if path.startswith(PREFIX)}


def _walk(patterns: Any, prefix: str) -> Any:
    for one in patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
        if hasattr(one, "url_patterns"):
            yield from _walk(one.url_patterns, path)
        else:
            yield path
