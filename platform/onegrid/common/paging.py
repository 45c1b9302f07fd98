"""Cursor paging: stable under insertion, no count of everything."""

from rest_framework.pagination import CursorPagination


class ByIdDescending(CursorPagination):
    """Newest first; `?cursor=` and `?page_size=` up to 200."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-id"


class ById(ByIdDescending):
    """Oldest first."""

    ordering = "id"
