"""`manage.py issue_tokens`: tokens for simulated staff, as NDJSON. Exists only in a demo installation."""

from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from onegrid.common import audit
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.models import Post
from onegrid.jurisdictions.selectors import in_force


class Command(BaseCommand):
    """One line for each demo person with a post in force: username, person, token, posts."""

    help = "print NDJSON of tokens for demo people: {username, person_id, token, posts: [{unit, role, grids}]}"

    def add_arguments(self, parser: CommandParser) -> None:
        """Narrow by role and by unit (a unit's code, with all below it)."""
        parser.add_argument("--role", action="append", default=[])
        parser.add_argument("--unit", default="")
        parser.add_argument("--hours", type=int, default=24)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Never for people who are not demo people."""
        if not settings.ONEGRID_DEMO:
            raise CommandError(
                "ONEGRID_DEMO is not set: tokens are not handed out in bulk / 非演示环境，不批量签发令牌"
            )
        posts = in_force(Post.objects.filter(person__is_demo=True, person__is_active=True))
        if options["role"]:
            posts = posts.filter(person__posts__role__slug__in=options["role"])
        if options["unit"]:
            posts = posts.filter(person__posts__unit__path__contains=options["unit"])
        rows = posts.distinct().order_by("person_id", "id").select_related("person", "unit", "role")
        people: dict[int, dict[str, Any]] = {}
        for post in rows:
            line = people.setdefault(
                post.person_id,
                {
                    "username": post.person.username,
                    "person_id": post.person_id,
                    "name": post.person.name,
                    "token": tokens.issue(post.person_id, post.person.token_serial, hours=options["hours"])[0],
                    "posts": [],
                },
            )
            line["posts"].append({"id": post.pk, "unit": post.unit.code, "role": post.role.slug, "grids": post.grids})
        audit.record(
            actor=SYSTEM, action="tokens.issued", subject_kind="people", subject_id="demo", after={"count": len(people)}
        )
        for line in people.values():
            self.stdout.write(orjson.dumps(line).decode())
