"""Publish the folders of workflows/."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from onegrid.catalog import folders, selectors
from onegrid.catalog.draft import Draft
from onegrid.catalog.examine import examine
from onegrid.catalog.models import Origin, Workflow
from onegrid.catalog.services.publish_folder import Published, Result, Take, publish_folder
from onegrid.catalog.services.publish_version import republish_current
from onegrid.common.errors import Detail, OneGridError
from onegrid.engine.problems import Problem
from onegrid.jurisdictions.policy import SYSTEM


class Command(BaseCommand):
    """`manage.py publish_workflows [SLUG…]`; callees go first. Nothing is published twice."""

    help = "Publish processes and their forms from workflows/ and forms/"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which folders, and what to do where folder and database differ."""
        parser.add_argument("slugs", nargs="*", help="folders (default: all)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where any process is published already")
        parser.add_argument("--take", choices=[str(side) for side in Take], help="which side wins where both changed")
        parser.add_argument("--check", action="store_true", help="only say what stands in the way")
        parser.add_argument("--dependents", action="store_true", help="also publish anew the processes that call these")
        parser.add_argument("--note", default="", help="why, for the record")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish in order; stop at the first that cannot be."""
        if options["if_empty"] and Workflow.objects.exclude(current_version=None).exists():
            self.stdout.write("workflows: already published")
            return
        drafts = {slug: folders.read(slug) for slug in self._wanted(options["slugs"])}
        if options["check"]:
            self._check(drafts)
            return
        take, note = Take(options["take"]) if options["take"] else None, options["note"]
        stopped = [slug for slug in folders.callees_first(drafts) if not self._publish(slug, drafts[slug], take, note)]
        self._dependents(list(drafts), publish=options["dependents"], note=options["note"])
        if stopped:
            raise CommandError(
                f"{', '.join(stopped)}: left alone / 未发布。 --take folder: the folder wins / 以文件夹为准；"
                "--take database: it is written into the folder / 以数据库为准。"
            )

    def _wanted(self, slugs: list[str]) -> list[str]:
        known = folders.slugs()
        if unknown := set(slugs) - set(known):
            raise CommandError(
                f"no such folder / 没有该文件夹: {', '.join(sorted(unknown))}; known: {', '.join(known)}"
            )
        return slugs or known

    def _publish(self, slug: str, draft: Draft, take: Take | None, note: str) -> bool:
        try:
            found = publish_folder(actor=SYSTEM, slug=slug, draft=draft, take=take, note=note)
        except OneGridError as error:
            lines = [f"{error.message_zh} {error.message_en}", *(_said(one) for one in error.details)]
            raise CommandError("\n".join(lines)) from error
        self.stdout.write(f"{slug}: {found.result}, v{found.version.number}")
        if found.result not in (Result.FOREIGN, Result.OLDER):
            return True
        self._explain(found, draft)
        return False

    def _explain(self, found: Published, draft: Draft) -> None:
        version = found.version
        if found.result is Result.OLDER:
            why = f"{version.origin}, {version.note!r}"
            self.stdout.write(f"  the folder is v{found.folder_number}; v{version.number} replaced it ({why})")
        else:
            self.stdout.write(f"  v{version.number} came from {version.origin} and differs from the folder:")
        for line in folders.difference(folders.published(version), draft):
            self.stdout.write(f"  {line}")

    def _dependents(self, slugs: list[str], *, publish: bool, note: str) -> None:
        for slug in slugs:
            for dependent in selectors.dependents_of(slug):
                if publish:
                    version = republish_current(actor=SYSTEM, slug=dependent.slug, note=note, origin=Origin.FOLDER)
                    self.stdout.write(f"{dependent.slug}: published anew, v{version.number}")
                else:
                    self.stdout.write(f"{dependent.slug}: still calls an older version of {slug} (--dependents)")

    def _check(self, drafts: dict[str, Draft]) -> None:
        faulty = []
        for slug in folders.callees_first(drafts):
            found = examine(slug, drafts[slug])
            self.stdout.write(f"{slug}: {found.state}")
            for one in found.problems:
                self.stdout.write(_told(one))
            faulty += [slug] if found.errors else []
        if faulty:
            raise CommandError(f"cannot be published / 不能发布: {', '.join(faulty)}")


def _told(one: Problem) -> str:
    return _line(f"{one.severity} {one.code}", (one.file, one.line, one.element), one)


def _said(one: Detail) -> str:
    return _line(one.code, (one.field, one.line, one.element), one)


def _line(code: str, place: tuple[object, ...], one: Problem | Detail) -> str:
    where = " ".join(str(part) for part in place if part is not None)
    return f"  {code} {where}\n    {one.message_zh} {one.message_en}\n    {one.mend_zh} {one.mend_en}"
