"""Filters of lists: a value that a filter does not know is refused, not left out."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import NullBooleanField
from django_filters.rest_framework import DjangoFilterBackend

from onegrid.common.errors import Detail, OneGridError
from onegrid.common.field_errors import Place, detail, details_of_form


class QueryInvalid(OneGridError):
    """A parameter behind the question mark does not hold."""

    status: ClassVar[int] = 400


class Filters(DjangoFilterBackend):  # type: ignore[misc]
    """As the library's, with faults in the one shape."""

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """The rows that the query leaves."""
        chosen = self.get_filterset(request, queryset, view)
        return queryset if chosen is None else filtered(chosen)


def filtered(chosen: Any) -> QuerySet[Any]:
    """The rows of a filter set, or QueryInvalid that names each parameter."""
    faults = (*_unknown_booleans(chosen.form), *details_of_form(chosen.form))
    if faults:
        raise refused(*faults)
    rows: QuerySet[Any] = chosen.qs
    return rows


def refused(*details: Detail) -> QueryInvalid:
    """What is said of a query as a whole."""
    return QueryInvalid(
        "common.query",
        "Some parameters of the query do not hold.",
        "部分查询参数不符合要求。",
        field=details[0].field,
        details=details,
        mend_en="See `details`, or leave the parameter out.",
        mend_zh="请按所列各项修改，或省略该参数。",
    )


def _unknown_booleans(form: Any) -> list[Detail]:
    """The library reads every word that is neither true nor false as "not asked"."""
    return [
        detail(Place(name, field, form.data[name]), "invalid")
        for name, field in form.fields.items()
        if isinstance(field, NullBooleanField)
        and form.data.get(name, "")
        and field.widget.value_from_datadict(form.data, {}, name) is None
    ]
