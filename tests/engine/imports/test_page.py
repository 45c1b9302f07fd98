"""The page that tells designers what becomes of their settings is that of the code."""

from pathlib import Path

from scripts.write_import_page import TARGET, page


def test_reference_page_is_current() -> None:
    assert Path(TARGET).read_text(encoding="utf-8") == page(), "run scripts/write_import_page.py"
