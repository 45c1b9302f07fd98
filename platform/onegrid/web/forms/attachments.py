"""Uploaded files as a form shows them: only those that the actor may see, others by a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from onegrid.cases import selectors
from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """address: where its bytes are, "" where they are not for this reader."""

    key: str
    name: str
    is_picture: bool
    address: str


def shown(ids: Sequence[Any], actor: Actor | None) -> list[Shown]:
    """In their order."""
    return [_one(str(one), actor) for one in ids]


def _one(key: str, actor: Actor | None) -> Shown:
    nothing = Shown(key, "", False, "")
    try:
        canonical = str(UUID(key))
        found = selectors.attachment_for(actor, canonical) if actor is not None else None
    except (ValueError, NotFound):
        return nothing
    if found is None:
        return nothing
    return Shown(key, found.name, found.is_picture, reverse("attachment-content", args=[canonical]))
