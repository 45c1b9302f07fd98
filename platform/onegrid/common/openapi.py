"""The description of the API with what else than success an operation answers: one shape, one component."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.fields import JSONField

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_BOTH = {
    "type": "object",
    "properties": {"zh": _TEXT, "en": _TEXT},
    "required": ["zh", "en"],
    "additionalProperties": False,
}


def _object(properties: dict[str, Any], *optional: str, description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


_FINDING = {"code": _TEXT, "message": _BOTH, "field": _MAYBE_TEXT, "element": _MAYBE_TEXT, "mend": _BOTH}
ERROR = _object(
    {
        "error": _object(
            {
                **_FINDING,
                "details": {
                    "type": "array",
                    "items": _object(
                        {**_FINDING, "line": {"type": ["integer", "null"]}},
                        description="One finding among several: a field, an element of a diagram, a line of a file.",
                    ),
                },
                "extra": {"type": "object", "additionalProperties": {}, "description": "Facts, by code."},
            },
            "extra",
            description="`code` is stable; `message` says what is wrong, `mend` what to do.",
        )
    },
    description="Whatever goes wrong below /api/v1/ is told in this shape. 错误统一结构。",
)
_NAMES = {
    400: ("BadRequest", "The body is no JSON, a key stands twice in it, or a parameter of the query does not hold."),
    401: ("NotSignedIn", "No valid token, session or key."),
    403: ("Refused", "Seen, but this act is not the caller's."),
    404: ("NotFound", "Does not exist, or may not be seen: told alike."),
    409: ("Conflict", "Somebody else was first, or the state has moved."),
    413: ("TooLarge", "The body has more than this address takes."),
    415: ("MediaType", "The address takes no body of this type."),
    422: ("Invalid", "Read, but it does not hold; `details` name the fields."),
    429: ("TooMany", "Too many requests; Retry-After says when to come again."),
    0: ("Otherwise", "405 and 406, with what the address takes; 500 with the number under which the log has it."),
}
# Addresses whose writes depend on no state that could have moved.
_NO_CONFLICT = ("tokens", "notices", "calendar", "demo", "sources", "imports")
# What only some reads check.
_MORE = {"calendar": (422,), "work_items_return_preview": (409, 422)}


class Described(AutoSchema):
    """As the library's, with the errors that each operation can give."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with its errors after its successes."""
        found: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if found is not None:
            error = self._component("Error", ResolvedComponent.SCHEMA, ERROR)
            for status in self._statuses(found):
                response = self._component(*self._response(status, error))
                found["responses"][str(status) if status else "default"] = response
        return found

    def _get_serializer_field_meta(self, field: Any, direction: str) -> dict[str, Any]:
        """Any JSON is null too; said once more, as one of two, it would fit both and so neither."""
        found: dict[str, Any] = super()._get_serializer_field_meta(field, direction)  # type: ignore[no-untyped-call]
        if isinstance(field, JSONField):
            found.pop("nullable", None)
        return found

    def _get_paginator(self) -> Any:
        """Only what is read comes in pages; a write answers all of its rows."""
        return super()._get_paginator() if self.method == "GET" else None  # type: ignore[no-untyped-call]

    def _statuses(self, operation: dict[str, Any]) -> list[int]:
        parameters = {(one["in"], one["name"]) for one in operation.get("parameters", ())}
        has_body, is_write = "requestBody" in operation, self.method != "GET"
        ways = {name for way in operation.get("security", ()) for name in way}
        has_query = any(where == "query" for where, _ in parameters)
        names_row = any(where == "path" for where, _ in parameters)
        holds = {
            400: has_body or has_query,
            401: bool(ways) or has_body,
            403: bool(ways & {"token", "session"}),
            404: names_row or (has_body and bool(ways)),
            409: is_write and bool(ways) and not set(operation["tags"]) & set(_NO_CONFLICT),
            413: has_body,
            415: has_body,
            422: is_write and (has_body or bool(parameters)),
            429: not ways or bool(getattr(self.view, "throttle_scope", "")),
        }
        more = _MORE.get(operation["operationId"], ())
        return [*(status for status, is_so in holds.items() if is_so or status in more), 0]

    def _response(self, status: int, error: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
        name, words = _NAMES[status]
        body = {"description": words, "content": {"application/json": {"schema": error}}}
        return name, ResolvedComponent.RESPONSE, body

    def _component(self, name: str, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
        component = ResolvedComponent(name=name, type=kind, schema=schema, object=name)  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(component)
        reference: dict[str, Any] = component.ref
        return reference
