"""System check: the folders of the repository and the published versions say the same (decision 16)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db.utils import Error

from onegrid.catalog import folders
from onegrid.catalog.models import Workflow


@register(Tags.database)
def folders_match(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning for each process that differs. Asks the database, so only `check --database` and `migrate` run it."""
    if not databases or "default" not in databases:
        return []
    try:
        return list(_differing())
    except Error:
        return []  # before the first migration there is nothing to compare


def _differing() -> Iterator[CheckMessage]:
    known = set(folders.slugs())
    for workflow in Workflow.objects.exclude(current_version=None).select_related("current_version__workflow"):
        version = workflow.current_version
        if version is None or workflow.slug not in known:
            continue
        if folders.differs(folders.read(workflow.slug), folders.published(version)):
            yield Warning(
                f"workflows/{workflow.slug} differs from its published version {version.number} ({version.origin}). "
                f"流程文件夹与已发布的第 {version.number} 版不一致。",
                hint=f"manage.py publish_workflows {workflow.slug}, or manage.py export_workflow {workflow.slug}",
                id="catalog.W001",
            )
