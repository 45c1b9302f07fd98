"""What templates say about places."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from onegrid.web import place_map as drawn

register = template.Library()


@register.simple_tag
def place_map(division_code: str | None, lat: Any = None, lon: Any = None) -> SafeString:
    """`{% place_map case.division_id case.latitude case.longitude %}`."""
    return drawn.place_map(division_code or "", lat, lon)
