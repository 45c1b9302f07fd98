"""Cursor paging: stable under insertion, no count of everything."""

import re

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

_NUMBER = re.compile(r"[0-9]{1,18}")


class ByIdDescending(CursorPagination):
    """Newest first; `?cursor=` and `?page_size=` up to 200."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """NotFound, as for one that can not be read, also where it stands at no place of this list."""
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not self.is_place(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def is_place(self, position: str) -> bool:
        """Whether a cursor, which comes from outside, may stand here: numbers of rows."""
        return bool(_NUMBER.fullmatch(position))


class ById(ByIdDescending):
    """Oldest first."""

    ordering = "id"
