"""Load the demo city: divisions, units, people, calendar, standards, processes; and some days of cases."""

import hashlib
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from onegrid.common import audit
from onegrid.common.models import AuditRecord
from onegrid.config.demo_cases.play import is_untouched


@dataclass(frozen=True)
class _Installation:
    """No person acts here."""

    person_id: int | None = None
    post_id: int | None = None


_INSTALLATION = _Installation()
_ACTION = "demo.loaded"
# In the order of dependence; each one is idempotent by itself.
_STEPS = (
    ("load_roles", "角色与权限", "roles and rights"),
    ("load_divisions", "行政区划与网格", "divisions and grids"),
    ("load_units", "指挥中心与部门", "command centres and departments"),
    ("load_calendar", "工作日历", "working calendar"),
    ("load_demo_people", "演示人员与岗位", "demo people and their posts"),
    ("load_standards", "立案结案标准", "categories and closing standards"),
    ("load_sources", "来源系统", "source systems"),
    ("publish_workflows", "流程、表单与决策表", "processes, forms and decision tables"),
)


class Command(BaseCommand):
    """Skips what was loaded before from the same files; publishes processes only into an empty catalog."""

    help = "load the demo city from fixtures/, workflows/ and forms/"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--again` loads even if nothing changed."""
        parser.add_argument("--again", action="store_true", help="load even if the files have not changed")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run each step that this installation knows."""
        if not settings.ONEGRID_DEMO:
            raise CommandError("ONEGRID_DEMO is not set: this is no demo installation / 非演示环境，不加载演示数据")
        known = get_commands()
        fingerprint = _fingerprint(Path(settings.ROOT) / "fixtures", [step[0] for step in _STEPS if step[0] in known])
        loaded = AuditRecord.objects.filter(action=_ACTION, subject_id=fingerprint).exists()
        for name, zh, en in _STEPS:
            if name not in known:
                continue
            if name == "publish_workflows":
                if apps.get_model("catalog", "WorkflowVersion").objects.exists():
                    continue
            elif loaded and not options["again"]:
                continue
            began = time.monotonic()
            self.stdout.write(f"加载{zh} · loading {en}")
            call_command(name, stdout=self.stdout, stderr=self.stderr)
            self.stdout.write(f"  {time.monotonic() - began:.1f} s")
        if not loaded:
            audit.record(actor=_INSTALLATION, action=_ACTION, subject_kind="fixtures", subject_id=fingerprint)
            # The planner knows nothing of thousands of new rows until the server looks by itself, minutes later.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        if settings.ONEGRID_DEMO_CASES and is_untouched():
            self._load_cases()

    def _load_cases(self) -> None:
        """A city without them is better than none."""
        began = time.monotonic()
        self.stdout.write("加载演示案件 · loading cases to try")
        try:
            call_command("load_demo_cases", stdout=self.stdout, stderr=self.stderr)
        except Exception:
            self.stderr.write(traceback.format_exc())
            self.stdout.write("  未能加载，城市从零案件开始 · failed: the city begins without cases")
        self.stdout.write(f"  {time.monotonic() - began:.1f} s")


def _fingerprint(folder: Path, steps: list[str]) -> str:
    """Changes when any seed file changes, and when an update brings a further step."""
    digest = hashlib.sha256("\0".join(steps).encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
