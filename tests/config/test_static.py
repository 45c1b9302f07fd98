"""Built files as browsers get them: by names that never change, compressed, and light enough for the first page."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "platform" / "onegrid" / "web" / "static" / "web" / "dist"
_PROBE = """
import json, sys
import django
django.setup()
from django.contrib.staticfiles.storage import staticfiles_storage as storage
from django.core.wsgi import get_wsgi_application
from django.test import Client
from onegrid.web import assets

built = assets.of("page")
client = Client(headers={"host": "city.example", "x-forwarded-proto": "https", "accept-encoding": "gzip"})
found = {}
for path in (*built.styles, built.script, "web/icons.svg"):
    answer = client.get(storage.url(path))
    found[storage.url(path)] = [
        answer.status_code,
        answer.headers.get("Content-Encoding", ""),
        answer.headers.get("Cache-Control", ""),
        sum(map(len, answer.streaming_content)) if answer.streaming else -1,
    ]
print(json.dumps(found))
"""
_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "onegrid.config.settings.production",
    "ONEGRID_DATABASE_URL": "postgresql://nobody@nowhere.invalid/city",
    "ONEGRID_BROKER_URL": "memory://",
    "ONEGRID_SECRET_KEY": "only for tests " * 5,
    "ONEGRID_HOSTS": "city.example",
    "ONEGRID_BEHIND_PROXY": "1",
}


def _asked(state: Path, *arguments: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ONEGRID_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**clean, **_PRODUCTION, "PYTHONPATH": str(ROOT / "platform"), "ONEGRID_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_production_serves_every_built_file_once_compressed_and_for_ever(tmp_path: Path) -> None:
    others = ("--ignore=drf_spectacular_sidecar", "--ignore=rest_framework")  # 28 MB to compress
    _asked(tmp_path, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", *others)
    found = json.loads(_asked(tmp_path, "-c", _PROBE))
    assert {(status, "immutable" in cached) for status, _encoding, cached, _size in found.values()} == {(200, True)}
    assert {encoding for _status, encoding, _cached, _size in found.values()} == {"gzip"}
    built = sorted(name for name in found if "/dist/" in name)
    assert built, "the front end is not built: make build"
    # Vite's names stay, so that what its modules import and what templates name is one file.
    assert all(re.search(r"/page-[\w-]{8}\.(js|css)$", name) for name in built)
    assert sum(size for *_rest, size in found.values()) < 150_000
