"""Whether the place and the category of a report are codes of this city."""

from onegrid.catalog import selectors as catalog
from onegrid.common.errors import Invalid
from onegrid.jurisdictions.models import Division


def check_codes(*, division: str | None, category: str | None) -> None:
    """Invalid where one is given and unknown."""
    if division and not Division.objects.filter(code=division).exists():
        raise Invalid(
            "report.division_unknown",
            f"No division has the code {division}.",
            f"没有代码为 {division} 的区划。",
            field="division",
            mend_en="Leave it empty if you do not know it; the list of divisions has the codes.",
            mend_zh="不确定时可留空；代码见区划列表。",
        )
    if category and catalog.category(category) is None:
        raise Invalid(
            "report.category_unknown",
            f"No category has the code {category}.",
            f"没有代码为 {category} 的类别。",
            field="category",
            mend_en="Leave it empty if you do not know it; the list of categories has the codes.",
            mend_zh="不确定时可留空；代码见类别列表。",
        )
