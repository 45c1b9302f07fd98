"""Cursor paging: stable under insertion, no count of everything."""

import re
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.fields import IntegerField
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from onegrid.common.errors import Detail
from onegrid.common.field_errors import Place, detail
from onegrid.common.filtering import refused

_NUMBER = re.compile(r"[0-9]{1,18}")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


class ByIdDescending(CursorPagination):
    """Newest first; `?cursor=` and `?page_size=` up to 200: who asks for more gets 200 and `next`."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"

    def get_page_size(self, request: Request) -> int | None:
        """What was asked for; QueryInvalid where that is no number of rows."""
        given = request.query_params.get(self.page_size_query_param, "")
        if given and not (_NUMBER.fullmatch(given) and int(given)):
            place = Place(self.page_size_query_param, IntegerField(min_value=1), given)
            raise refused(detail(place, "min_value" if _WHOLE.fullmatch(given) else "invalid"))
        return super().get_page_size(request)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The limits are part of the contract."""
        found: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for one in found:
            if one["name"] == self.page_size_query_param:
                one["schema"] = {"type": "integer", "minimum": 1, "default": self.page_size}
                one["description"] = (
                    f"Number of rows of a page; more than {self.max_page_size} are {self.max_page_size}."
                )
        return found

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """As answered: `next` and `previous` are always there. The framework's is of OpenAPI 3.0, where null is told
        by a word that 3.1 does not know."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**address, "description": "Address of the next page; null on the last."},
                "previous": {**address, "description": "Address of the page before; null on the first."},
                "results": schema,
            },
        }

    def decode_cursor(self, request: Request) -> Cursor | None:
        """QueryInvalid where it can not be read or stands at no place of this list."""
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise refused(self._no_cursor()) from None
        if cursor is not None and cursor.position is not None and not self.is_place(str(cursor.position)):
            raise refused(self._no_cursor())
        return cursor

    def _no_cursor(self) -> Detail:
        return Detail(
            "common.field.cursor",
            "This is no place of this list.",
            "不是该列表的分页位置。",
            field=self.cursor_query_param,
            mend_en="Follow `next` or `previous` of an answer as it stands; leave cursor out for the first page.",
            mend_zh="请直接使用返回结果中的 next 或 previous 地址；取第一页时请省略 cursor。",
        )

    def is_place(self, position: str) -> bool:
        """Whether a cursor, which comes from outside, may stand here: numbers of rows."""
        return bool(_NUMBER.fullmatch(position))


class ById(ByIdDescending):
    """Oldest first."""

    ordering = "id"
