"""What the database holds, in one comparable value."""

from django.apps import apps
from django.db import connection

# What is loaded once and changed by nobody but the loaders; reading it anew at each call would only take time.
_LARGE = frozenset({"division", "unit", "unitarea", "unitrole", "unitpermission", "role", "epoch"})


def tables(apps_named: tuple[str, ...]) -> list[str]:
    """Tables of these apps."""
    found = [model._meta for app in apps_named for model in apps.get_app_config(app).get_models()]
    return sorted(one.db_table for one in found if one.model_name not in _LARGE)


def of_database(apps_named: tuple[str, ...]) -> dict[str, str]:
    """Table -> digest of all its rows."""
    if not apps_named:
        return {}
    parts = " UNION ALL ".join(
        f"SELECT '{one}', md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {one} t"  # noqa: S608
        for one in tables(apps_named)
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return dict(cursor.fetchall())
