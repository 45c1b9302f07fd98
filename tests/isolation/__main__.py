"""Writes docs/reference/permissions.md anew: `make permissions`."""

import django

django.setup()

from tests.isolation import permissions  # noqa: E402 - the tables name models

permissions.FILE.write_text(permissions.text(), encoding="utf-8")
