"""Write the sprite of the icons that pages use, from the outlines of @tabler/icons (MIT).

The package is large and nothing else needs it: `npm install --no-save @tabler/icons` in platform/frontend first.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUTLINES = ROOT / "platform" / "frontend" / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
SPRITE = ROOT / "platform" / "onegrid" / "web" / "static" / "web" / "icons.svg"

# Name in templates -> Tabler's name.
ICONS = {
    "alert": "alert-triangle",
    "arrow-back": "arrow-back-up",
    "bell": "bell",
    "calendar": "calendar",
    "camera": "camera",
    "chart": "chart-bar",
    "check": "check",
    "checklist": "checklist",
    "chevron": "chevron-right",
    "clock": "clock",
    "close": "x",
    "copy": "copy",
    "download": "download",
    "edit": "edit",
    "external": "external-link",
    "eye": "eye",
    "file": "file-text",
    "filter": "filter",
    "fit": "arrow-autofit-width",
    "flag": "flag",
    "folder": "folder",
    "grid": "layout-grid",
    "history": "history",
    "hourglass": "hourglass",
    "inbox": "inbox",
    "info": "info-circle",
    "list": "list",
    "logout": "logout",
    "map": "map",
    "map-pin": "map-pin",
    "message": "message-circle",
    "minus": "minus",
    "move": "arrows-move",
    "pause": "player-pause",
    "phone": "phone",
    "photo": "photo",
    "play": "player-play",
    "plus": "plus",
    "refresh": "refresh",
    "schema": "sitemap",
    "screen": "device-desktop",
    "search": "search",
    "send": "send",
    "settings": "settings",
    "shield": "shield-lock",
    "swap": "switch-horizontal",
    "table": "table",
    "trash": "trash",
    "trend": "trending-up",
    "upload": "upload",
    "user": "user",
    "users": "users",
    "zoom-in": "zoom-in",
    "zoom-out": "zoom-out",
    "maximize": "maximize",
    "moon": "moon",
    "signature": "writing-sign",
    "undo": "arrow-back",
}


def main() -> None:
    """One <symbol> an icon, in order of the names."""
    symbols = []
    for name, source in sorted(ICONS.items()):
        body = re.search(r"<svg[^>]*>(.*)</svg>", (OUTLINES / f"{source}.svg").read_text(), re.DOTALL)
        if body is None:
            raise SystemExit(f"{source}: no svg")
        inside = re.sub(r"\s+", " ", body[1]).strip().replace(" />", "/>")
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" stroke-linecap="round" stroke-linejoin="round">{inside}</symbol>'
        )
    SPRITE.write_text('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n")


if __name__ == "__main__":
    main()
