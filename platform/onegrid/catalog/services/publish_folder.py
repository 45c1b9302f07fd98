"""Publish a folder of the repository, or say why it is left alone (decision 16)."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from onegrid.catalog import folders, selectors
from onegrid.catalog.draft import Draft
from onegrid.catalog.gather import gather
from onegrid.catalog.models import Origin, WorkflowVersion
from onegrid.catalog.services.publish_version import publish_version
from onegrid.jurisdictions.policy import Actor


class Result(StrEnum):
    """What became of a folder."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    OLDER = "older"  # the folder is a version that was replaced since
    FOREIGN = "foreign"  # the current version came from elsewhere and differs
    WRITTEN = "written"  # the database's version was written into the folder


class Take(StrEnum):
    """Which side wins where folder and database differ."""

    FOLDER = "folder"
    DATABASE = "database"


@dataclass(frozen=True)
class Published:
    """What became of the folder; the version is the current one."""

    slug: str
    result: Result
    version: WorkflowVersion
    folder_number: int | None = None  # OLDER: the number that the folder's content has


def publish_folder(*, actor: Actor, slug: str, draft: Draft, take: Take | None = None, note: str = "") -> Published:
    """Publish content that was never published. Content that was replaced, and content over a version from elsewhere,
    only with `take` folder; `take` database writes the current version into the folder instead."""
    with transaction.atomic():
        selectors.lock_publishing()
        workflow = selectors.lock_workflow(slug)
        current = workflow.current_version
        if current is None:
            return _publish(actor, slug, draft, note)
        checksum = gather(slug, draft).checksum()
        if checksum == current.checksum:
            return Published(slug, Result.UNCHANGED, current)
        differs = folders.differs(draft, folders.published(current))
        if take is Take.DATABASE:
            if differs:
                folders.write(slug, current)
            return Published(slug, Result.WRITTEN if differs else Result.UNCHANGED, current)
        if take is None and differs:
            known = workflow.versions.filter(checksum=checksum).first()
            if known is not None:
                return Published(slug, Result.OLDER, current, known.number)
            if current.origin != Origin.FOLDER:
                return Published(slug, Result.FOREIGN, current)
        return _publish(actor, slug, draft, note)


def _publish(actor: Actor, slug: str, draft: Draft, note: str) -> Published:
    version = publish_version(actor=actor, slug=slug, sources=draft, note=note, origin=Origin.FOLDER)
    return Published(slug, Result.PUBLISHED, version)
