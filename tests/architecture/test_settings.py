"""Settings as a process meets them: what is read, what is refused."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "ONEGRID_DATABASE_URL": "postgresql://u:p%40ss@db.example:5433/city?sslmode=require",
    "ONEGRID_BROKER_URL": "redis://:p@broker.example:6379/0",
    "ONEGRID_SECRET_KEY": "x" * 50,
    "ONEGRID_HOSTS": "city.example, www.city.example",
}


def _ask(expression: str, settings: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ONEGRID_", "DJANGO_", "DATABASE"))}
    code = f"from django.conf import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            **clean,
            "PYTHONPATH": str(ROOT / "platform"),
            "DJANGO_SETTINGS_MODULE": f"onegrid.config.settings.{settings}",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_the_demo() -> None:
    done = _ask("settings.DEBUG", "production", **COMPLETE, ONEGRID_DEMO="1")
    assert done.returncode != 0
    assert "ONEGRID_DEMO" in done.stderr
    assert "生产环境" in done.stderr


def test_production_names_what_it_misses() -> None:
    for missing in COMPLETE:
        rest = {key: value for key, value in COMPLETE.items() if key != missing}
        done = _ask("settings.DEBUG", "production", **rest)
        assert done.returncode != 0
        assert missing in done.stderr


def test_production_reads_the_whole_url() -> None:
    done = _ask(
        "(settings.DATABASES['default'], settings.ONEGRID_DEMO, settings.ALLOWED_HOSTS)", "production", **COMPLETE
    )
    assert done.returncode == 0, done.stderr
    assert "'PASSWORD': 'p@ss'" in done.stdout
    assert "'HOST': 'db.example', 'PORT': '5433'" in done.stdout
    assert "'sslmode': 'require'" in done.stdout
    assert "False, ['city.example', 'www.city.example']" in done.stdout


def test_a_socket_stands_for_the_host() -> None:
    """As libpq has it; capitals of the folder are kept."""
    url = "postgresql://u:p@%2Ftmp%2FA%20b:5433/city"
    done = _ask("settings.DATABASES['default']", "production", **{**COMPLETE, "ONEGRID_DATABASE_URL": url})
    assert "'HOST': '/tmp/A b', 'PORT': '5433'" in done.stdout, done.stderr


def test_a_foreign_database_url_is_ignored_and_said() -> None:
    foreign = "postgresql://other:secret@foreign.example/theirs"
    done = _ask("settings.DATABASES['default']['HOST']", "production", **COMPLETE, DATABASE_URL=foreign)
    assert done.stdout.strip() == "db.example"
    assert "DATABASE_URL is ignored" in done.stderr
    assert "secret" not in done.stderr


def test_another_database_than_postgresql_is_refused_in_words() -> None:
    done = _ask("settings.DEBUG", "production", **{**COMPLETE, "ONEGRID_DATABASE_URL": "sqlite:///x.db"})
    assert "postgresql://" in done.stderr
    assert "只支持 PostgreSQL" in done.stderr


def test_the_zone_is_the_citys() -> None:
    assert _ask("settings.TIME_ZONE", "test").stdout.strip() == "Asia/Shanghai"
    assert _ask("settings.TIME_ZONE", "test", ONEGRID_ZONE="Asia/Urumqi").stdout.strip() == "Asia/Urumqi"
